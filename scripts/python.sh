#!/usr/bin/env bash
# Print the path of a Python of 3.11 or newer that can make a virtual environment.
set -euo pipefail

wanted='import sys; sys.exit(sys.version_info < (3, 11))'

for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
  path="$(command -v "$name" 2>/dev/null)" || continue
  "$path" -c "$wanted" 2>/dev/null || continue
  if ! "$path" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$path has no venv module: install it (on Debian and Ubuntu: apt-get install python3-venv)." >&2
    exit 1
  fi
  echo "$path"
  exit 0
done

echo "No Python of 3.11 or newer was found. Install one, or say where it is: make site PYTHON=/path/to/python3" >&2
exit 1
