#!/usr/bin/env bash
# Starts the server on a machine that has Node and nothing else. Arguments go to `noir serve`.
set -euo pipefail

# The folder is not changed, so that relative paths among the arguments mean what the caller means.
root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"

if ! command -v node >/dev/null; then
  echo "Noir needs Node 20.11 or newer; 'node' was not found." >&2
  exit 1
fi
node "$root/scripts/check-node.cjs"
node "$root/scripts/setup.js"

# exec, so that signals reach the server and its exit status is this script's.
exec node "$root/dist/cli/main.js" serve "$@"
