/** Starts the built server in a process of its own, for a fault to be done to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A server that listens. */
export interface FaultServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The address of the port for probes, if the server has one. */
  readonly probes: string | undefined;
  readonly process: ChildProcess;
  readonly pid: number;
  /** Lines that it has printed so far. */
  readonly lines: readonly string[];
  /** Ends it with SIGKILL, if it still runs, and waits for that. */
  stop(): Promise<void>;
}

interface ServerOptions {
  /** Further arguments of `noir serve`. */
  readonly args?: readonly string[];
  /** Further variables. `NOIR_GPU` is `off` unless given. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command in front of node's, such as `['prlimit', '--nofile=128']`. */
  readonly prefix?: readonly string[];
  /** Another program that prints `listening on` and its URL, with its arguments. */
  readonly program?: readonly string[];
}

/**
 * Starts `noir serve` as built, on a free port. The caller's own `NOIR_*` variables are left out; the variables of a
 * software GPU are not.
 */
export async function startServer({
  args = [],
  env = {},
  prefix = [],
  program,
}: ServerOptions = {}): Promise<FaultServer> {
  const own = program ?? ['dist/cli/main.js', 'serve', '--host', '127.0.0.1', '--port', '0', ...args];
  const [command = '', ...rest] = [...prefix, process.execPath, ...own];
  const child = spawn(command, rest, {
    cwd: ROOT,
    env: { ...withoutSettings(), NOIR_GPU: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const lines: string[] = [];
  const exit = once(child, 'exit').finally(() => process.off('exit', kill));
  const hasProbes = own.includes('--probe-port');
  const [url, probes] = await new Promise<(string | undefined)[]>((resolve, reject) => {
    const read = (line: string) => {
      lines.push(line);
      const found = [/listening on (http:\/\/[^\s"]+)/, /answering probes on (http:\/\/[^\s"]+)/].map(
        (place) => {
          return lines.map((each) => place.exec(each)?.[1]).find((each) => each !== undefined);
        },
      );
      if (found[0] && (found[1] || !hasProbes)) resolve(found);
    };
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${lines.join('\n')}`)));
  });
  const stop = async () => {
    kill();
    await exit;
  };
  return { url: url as string, probes, process: child, pid: child.pid as number, lines, stop };
}

function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NOIR_')));
}
