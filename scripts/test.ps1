#!/usr/bin/env pwsh
# Runs every check and test. Arguments are vitest's: `scripts/test.ps1 test/ops` runs all checks and those tests.
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot

if (-not (Get-Command node -ErrorAction SilentlyContinue)) {
  [Console]::Error.WriteLine("Noir needs Node 20.11 or newer; 'node' was not found.")
  exit 1
}
& node "$root/scripts/check-node.cjs"
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
& node "$root/scripts/gates.js" @args
exit $LASTEXITCODE
