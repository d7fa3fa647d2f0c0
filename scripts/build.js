import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { root } from './setup.js';

process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
if (tsc.status === 0) {
  // Data that is read when the program runs: tsc copies code alone.
  copyFileSync('src/engine/costs/shipped.json', 'dist/engine/costs/shipped.json');
  // npm does this for an installed package; a checkout's `dist/cli/main.js` is run directly.
  chmodSync('dist/cli/main.js', 0o755);
} else {
  // tsc emits in spite of errors, and a half-right dist would count as up to date the next time.
  rmSync('dist', { recursive: true, force: true });
  process.exitCode = tsc.status ?? 1;
}
