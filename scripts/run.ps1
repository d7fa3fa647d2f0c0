#!/usr/bin/env pwsh
# Starts the server on a machine that has Node and nothing else. Arguments go to `noir serve`.
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot

if (-not (Get-Command node -ErrorAction SilentlyContinue)) {
  [Console]::Error.WriteLine("Noir needs Node 20.11 or newer; 'node' was not found.")
  exit 1
}
& node "$root/scripts/check-node.cjs"
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
& node "$root/scripts/setup.js"
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

& node "$root/dist/cli/main.js" serve @args
exit $LASTEXITCODE
