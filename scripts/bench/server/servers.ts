// Starts the servers under test, each in a process of its own, and the built Noir among them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A server that answers. */
export interface RunningServer {
  readonly name: string;
  /** Where it listens, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** Full (mark-compact) collections of the main thread so far; counted only with `countCollections`. */
  collections(): number;
  /** Ends it, and waits until it has ended. */
  stop(): Promise<void>;
}

interface Command {
  readonly name: string;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

interface ServerOptions {
  readonly countCollections?: boolean;
}

export interface NoirOptions extends ServerOptions {
  /** Value of `NOIR_GPU`; undefined leaves the choice to Noir. */
  readonly gpu: string | undefined;
  /** Where it works; undefined leaves that to Noir. */
  readonly isolation?: string | undefined;
  /** A folder whose pictures have addresses. */
  readonly source?: string;
  /** Time for a picture, such as `120s`; undefined leaves Noir's default. */
  readonly deadline?: string | undefined;
}

export interface PeerOptions extends ServerOptions {
  /** Threads that libvips takes for each picture; undefined leaves sharp's default. */
  readonly threads?: number | undefined;
}

/** Builds `dist` anew, so that the sources are what is measured. */
export async function buildNoir(): Promise<void> {
  const child = spawn(process.execPath, ['scripts/build.js'], { cwd: ROOT, stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error('the server could not be built');
}

/** Starts `noir serve` as built, on a free port and with default settings: the caller's `NOIR_*` are left out. */
export function startNoir({ source, countCollections, ...options }: NoirOptions): Promise<RunningServer> {
  const { gpu, isolation, deadline } = options;
  const env = {
    ...withoutSettings(),
    ...(gpu !== undefined && { NOIR_GPU: gpu }),
    ...(deadline !== undefined && { NOIR_DEADLINE: deadline }),
  };
  const place = source === undefined ? [] : ['--source', source];
  const processes = isolation === undefined ? [] : ['--isolation', isolation];
  const args = ['dist/cli/main.js', 'serve', '--host', '127.0.0.1', '--port', '0', ...place, ...processes];
  return start({ name: 'noir', args: [...observing(countCollections), ...args], env });
}

/** Starts Hono and sharp as written by hand. */
export async function startPeer({ threads, countCollections }: PeerOptions): Promise<RunningServer> {
  const env = { ...withoutSettings(), PEER_THREADS: threads === undefined ? '' : String(threads) };
  const name = threads === undefined ? 'sharp' : `sharp, threads: ${threads}`;
  return start({ name, args: [...observing(countCollections), await compiled('peer')], env });
}

/** Starts a server of pictures of a folder: `scripts/bench/server/url-peer.ts` with one of its names. */
export async function startUrlPeer(name: string, { source, packages }: { source: string; packages: string }) {
  return start({ name, args: [await compiled('url-peer'), name, source, packages], env: withoutSettings() });
}

/**
 * The path of a script beside this one as JavaScript. A peer that runs through a loader of TypeScript answers 5 to 8 % fewer
 * requests, and is no fair peer.
 */
async function compiled(name: string): Promise<string> {
  const outfile = `${ROOT}node_modules/.cache/noir-peers/${name}.mjs`;
  const entry = `${ROOT}scripts/bench/server/${name}.ts`;
  const form = { bundle: true, packages: 'external', format: 'esm', platform: 'node' } as const;
  await build({ entryPoints: [entry], outfile, ...form });
  return outfile;
}

function observing(countCollections = false): string[] {
  return countCollections ? ['--import', './scripts/bench/server/report-collections.js'] : [];
}

/** The caller's environment without Noir's settings. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NOIR_')));
}

async function start({ name, args, env }: Command): Promise<RunningServer> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  // A bench that is interrupted leaves no server behind.
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  let collections = 0;
  const url = await new Promise<string>((resolve, reject) => {
    const said: string[] = [];
    eachLine(child, (line) => {
      if (line === 'full collection') collections++;
      const [, found] = /listening on (http:\/\/\S+)/.exec(line) ?? [];
      if (found) resolve(found);
      else if (said.length < 20) said.push(line);
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${said.join('\n')}`)));
  });
  const stop = async () => {
    kill();
    await exit;
    process.off('exit', kill);
  };
  return { name, url, pid: child.pid as number, collections: () => collections, stop };
}

function eachLine({ stdout, stderr }: ChildProcess, take: (line: string) => void): void {
  for (const input of [stdout, stderr]) if (input) createInterface({ input }).on('line', take);
}
