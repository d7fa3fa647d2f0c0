#!/usr/bin/env bash
# Runs every check and test. Arguments are vitest's: `scripts/test.sh test/ops` runs all checks and those tests.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"

if ! command -v node >/dev/null; then
  echo "Noir needs Node 20.11 or newer; 'node' was not found." >&2
  exit 1
fi
node "$root/scripts/check-node.cjs"
exec node "$root/scripts/gates.js" "$@"
