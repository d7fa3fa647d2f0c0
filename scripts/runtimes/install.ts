/** Gets the binaries of runtimes from npm packages into a cache folder outside of the repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from './list.ts';

const CACHE = process.env.NOIR_TEST_RUNTIMES ?? join(tmpdir(), 'noir-runtimes');

/** Milliseconds for npm to fetch a package of up to 100 MB. */
const PATIENCE = 300_000;

/** A runtime that starts on this machine. */
export interface Installed {
  readonly path: string;
  /** As it says itself, such as `24.22.3`. */
  readonly version: string;
}

/** The binary of a runtime, fetched unless it is in the cache. Throws an error that says why there is none. */
export function install(runtime: Runtime): Installed {
  const folder = join(CACHE, `${runtime.name.toLowerCase()}-${runtime.version}`);
  const path = join(folder, 'node_modules', runtime.package, runtime.binary);
  if (!existsSync(path)) fetchPackage(runtime, folder);
  const said = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  return { path, version: /\d+\.\d+\.\d+/.exec(said)?.[0] ?? '' };
}

/** Installs into a folder beside the right one, so that nobody else sees half a package. */
function fetchPackage({ package: name, version }: Runtime, folder: string): void {
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    writeFileSync(join(draft, 'package.json'), '{"private":true}');
    npm(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], draft);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Throws npm's own reason in one line. */
function npm(args: readonly string[], cwd: string): void {
  const isWindows = process.platform === 'win32';
  const all = [...args, '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=2000'];
  try {
    execFileSync(isWindows ? 'npm.cmd' : 'npm', all, {
      ...{ cwd, timeout: PATIENCE, encoding: 'utf8', shell: isWindows, stdio: ['ignore', 'ignore', 'pipe'] },
    });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const lines = stderr.split('\n').filter((line) => line.startsWith('npm error'));
    const reason = lines.find((line) => !/^npm error (code|errno|syscall)/.test(line)) ?? message;
    throw new Error(reason.replace(/^npm error (network )?/, '').slice(0, 200));
  }
}
