/**
 * `kill -9` of the front, while one worker is in an endless loop, one is stopped, and one hangs in its start: no worker, socket or file
 * is left.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { deathSignal } from '../../src/workers/death-signal.ts';
import type { Fault } from './lib/fault.ts';
import { childrenOf, isAlive, killNow, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';

const OPS = fileURLToPath(new URL('lib/endless-ops.js', import.meta.url));
const HANG = fileURLToPath(new URL('lib/hang-in-start.cjs', import.meta.url));
const SMALL = { width: 64, height: 48, channels: 3, background: 'teal' } as const;

/** Milliseconds in which everything must be gone. */
const LIMIT = 2000;

export default {
  id: 'F13',
  title: 'kill -9 of the front',
  quick: true,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'noir-fault-'));
    const server = await startServer({
      args: ['--workers', '2', '--ops', OPS],
      env: { TMPDIR: folder, NODE_OPTIONS: `--require ${HANG}` },
    });
    let workers: readonly number[] = [];
    try {
      // The spare starts last.
      await until(() => childrenOf(server.pid).length === 3, 10_000, 'there are not two workers and a spare');
      const [, second, spare] = childrenOf(server.pid) as [number, number, number];
      // One of them is in an endless loop, and hears nothing.
      const body = new Uint8Array(await sharp({ create: SMALL }).png().toBuffer());
      fetch(`${server.url}/process?ops=cpuForever_1`, { method: 'POST', body }).catch(() => {});
      await pause(500);
      // Only the kernel can end these two.
      if (deathSignal().length > 0) {
        process.kill(second, 'SIGSTOP');
        writeFileSync(join(folder, 'HANG'), '');
        killNow(spare);
        await until(() => !isAlive(spare), 1000, 'the spare is left');
        await until(() => childrenOf(server.pid).length === 3, 10_000, 'there is no new spare');
        await pause(500);
      }
      workers = childrenOf(server.pid);
      await server.stop();
      const gone = await until(() => !workers.some(isAlive), LIMIT, 'a worker is left');
      const left = readdirSync(folder).filter((name) => name !== 'HANG');
      if (left.length > 0) throw new Error(`left in the temporary folder: ${left.join(', ')}`);
      return `${workers.length} workers gone after ${gone.toFixed(0)} ms, no file left`;
    } finally {
      await server.stop();
      workers.forEach(killNow);
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Fault;
