#!/usr/bin/env bash
# Print the path of Chromium or Chrome for the browser tests; install Chromium where the system can do it by itself.
set -euo pipefail

find_chromium() {
  local name
  for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 1
}

find_chromium && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo -n)
fi

if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "No Chromium found: installing it with apt-get." >&2
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium >&2
  find_chromium && exit 0
fi

cat >&2 <<'MESSAGE'
The browser tests need Chromium or Chrome, and none was found.
Install one (for example: sudo apt-get install chromium), or say where it is: make test CHROMIUM=/path/to/chromium
MESSAGE
exit 1
