#!/usr/bin/env bash
# Brings the frozen copies of closed editions from the releases of their tags into frozen/. Whether a copy is the one
# that was published is for the build to say, which knows its fingerprint.
set -euo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
for record in data/editions/*.yml; do
  name="$(basename "$record" .yml)"
  [ -d "frozen/$name" ] && continue
  mkdir -p frozen
  gh release download "edition-$name" --pattern "$name.tar.gz" --output "frozen/$name.tar.gz"
  tar -xzf "frozen/$name.tar.gz" -C frozen
  rm "frozen/$name.tar.gz"
done
