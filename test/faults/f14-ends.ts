/** The end of a process that has closed its Noir. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Fault } from './lib/fault.ts';

const SCRIPT = fileURLToPath(new URL('lib/end-by-itself.js', import.meta.url));

/** Milliseconds that a process may go on after `close`. */
const LIMIT = 5_000;

export default {
  id: 'F14',
  title: 'a process has closed its Noir, twice, and has nothing more to do',
  quick: true,
  async run({ long }) {
    const gpu = process.env.NOIR_TEST_GPU ? 'software' : 'off';
    const kinds = ['none', 'process'].flatMap((isolation) =>
      ['off', gpu].map((mode) => ({ isolation, mode })),
    );
    const times: number[] = [];
    for (let round = 0; round < (long ? 20 : 2); round++) {
      for (const { isolation, mode } of kinds) times.push(await timeEnd(isolation, mode));
    }
    return `${times.length} of ${times.length} ended, the slowest after ${Math.max(...times).toFixed(0)} ms`;
  },
} satisfies Fault;

/** Milliseconds between the end of `close` and the end of the process. */
async function timeEnd(isolation: string, gpu: string): Promise<number> {
  const env = { ...process.env, NOIR_GPU: gpu };
  const child = spawn(process.execPath, [SCRIPT, isolation], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const done = once(child.stdout, 'data').then(() => performance.now());
  const [code, signal] = await Promise.race([exit, done.then(() => within(exit, LIMIT))]);
  const end = performance.now();
  if (code === 0) return end - (await done);
  child.kill('SIGKILL');
  throw new Error(`with isolation ${isolation} and GPU ${gpu}: ended with ${signal ?? code}`);
}

/** The status of a process; `not at all` after so many milliseconds. */
async function within(exit: Promise<unknown[]>, limit: number): Promise<unknown[]> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<unknown[]>((resolve) => {
    clock = setTimeout(resolve, limit, ['not at all']);
  });
  return Promise.race([exit, late]).finally(() => clearTimeout(clock));
}
