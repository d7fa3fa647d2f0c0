#!/bin/sh
# Runs `noir` in a container, with jemalloc where it is installed. NOIR_HOME is the folder of the program.
set -eu

home="${NOIR_HOME:-/app}"
# Not a setting of the server, which would take it for a mistake.
unset NOIR_HOME

if [ -z "${LD_PRELOAD:-}" ]; then
  # One folder for each architecture, such as /usr/lib/x86_64-linux-gnu.
  for library in /usr/lib/*/libjemalloc.so.2; do
    if [ -e "$library" ]; then export LD_PRELOAD="$library"; fi
  done
fi

# exec, so that signals reach the server and its exit status is the container's.
exec node "$home/dist/cli/main.js" "$@"
