import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainModule } from './main-module.js';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const buildInputs = [
  ...['src', 'wgsl', 'docs/ops', 'scripts/build.js'],
  ...['package.json', 'tsconfig.json', 'tsconfig.build.json'],
];

/** @param {string} path @returns {number} */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time counts too: removing a file changes nothing else.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @param {string[]} packages which must be there; an earlier production install leaves some out */
function installIsStale(packages) {
  const isIncomplete = packages.some((name) => !existsSync(join(root, 'node_modules', name, 'package.json')));
  // A link leads to the packages of another checkout, which installs them.
  if (isIncomplete || packagesAreLinked()) return isIncomplete;
  // npm writes this file last, so an interrupted install counts as none.
  const installed = newest(join(root, 'node_modules/.package-lock.json'));
  return installed < newest(join(root, 'package-lock.json')) || installed === 0;
}

function packagesAreLinked() {
  return lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** @param {string} command @param {string} task */
function runOrThrow(command, task) {
  console.error(`noir: ${task}`);
  // Everything goes to stderr: stdout belongs to the program that starts afterwards.
  const { status, error } = spawnSync(command, { cwd: root, shell: true, stdio: ['ignore', 2, 2] });
  if (error || status !== 0)
    throw new Error(`'${command}' failed (${error?.message ?? `exit status ${status}`})`);
}

/** Installs the dependencies when they are missing or older than the lock file. @param {string[]} packages */
export function install(packages) {
  if (!installIsStale(packages)) return;
  // `npm ci` begins by deleting all that is behind a link.
  if (packagesAreLinked())
    throw new Error('node_modules is a link that lacks packages; install them where it leads');
  runOrThrow('npm ci --include=dev --no-audit --no-fund', 'installing dependencies');
}

function buildIsStale() {
  const built = newest(join(root, 'dist/cli/main.js'));
  return buildInputs.some((input) => newest(join(root, input)) > built);
}

function installAndBuild() {
  const stale = buildIsStale();
  install(stale ? ['typescript', 'esbuild', 'webgpu'] : ['webgpu']);
  if (stale) runOrThrow('node scripts/build.js', 'building');
}

if (isMainModule(import.meta.url)) {
  try {
    installAndBuild();
  } catch (error) {
    console.error(`noir: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
