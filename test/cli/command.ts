import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built command where the whole suite runs, which has just built it and tests it; else the sources. */
const COMMAND = process.env.NOIR_TEST_BUILT ? ['dist/cli/main.js'] : ['--import', 'tsx', 'src/cli/main.ts'];

interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array;
}

/** Words that start the command line from any folder. */
export function commandLine(): readonly string[] {
  const words = COMMAND.map((word) => (word.includes('/') ? join(ROOT, word) : word));
  return [process.execPath, ...words.map((word) => (word === 'tsx' ? import.meta.resolve('tsx') : word))];
}

/** Starts the command line as its own process, on the CPU unless told otherwise; with `detached`, in a group, as a terminal does. */
export function startNoir(
  args: readonly string[],
  env: CommandOptions['env'] = {},
  options: SpawnOptions = {},
): ChildProcess {
  const { PORT, NOIR_DEBUG, NOIR_BACKENDS, NOIR_CODECS, FORCE_COLOR, ...inherited } = process.env;
  return spawn(process.execPath, [...COMMAND, ...args], {
    cwd: ROOT,
    env: { ...inherited, NOIR_GPU: 'off', ...env },
    ...options,
  });
}

/** Sends a signal to a command and all its workers, as Ctrl-C does. False when none of them is left. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-(pid as number), signal);
  } catch {
    return false;
  }
}

/** Runs the command line to its end. */
export async function noir(args: readonly string[], { env, input }: CommandOptions = {}) {
  const child = startNoir(args, env);
  const code = exitOf(child);
  // A command that fails early does not read its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const [stdout, stderr] = await Promise.all([
    buffer(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
  ]);
  return { code: await code, stdout, stderr };
}

/** The exit status, or the signal that ended the process. */
export function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
}

/** The names of all files in a folder and below it, sorted. */
export function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'noir-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
