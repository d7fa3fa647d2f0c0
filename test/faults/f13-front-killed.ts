/** `kill -9` of the front, while a worker is in an endless loop: no worker, socket or file is left. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Fault } from './lib/fault.ts';
import { childrenOf, isAlive, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';

const OPS = fileURLToPath(new URL('lib/endless-ops.js', import.meta.url));
const SMALL = { width: 64, height: 48, channels: 3, background: 'teal' } as const;

/** Milliseconds in which everything must be gone. */
const LIMIT = 2000;

export default {
  id: 'F13',
  title: 'kill -9 of the front',
  quick: true,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'noir-fault-'));
    const server = await startServer({ args: ['--workers', '2', '--ops', OPS], env: { TMPDIR: folder } });
    try {
      // The spare starts last.
      await until(() => childrenOf(server.pid).length === 3, 10_000, 'there are not two workers and a spare');
      const workers = childrenOf(server.pid);
      // One of them is in an endless loop, and hears nothing.
      const body = new Uint8Array(await sharp({ create: SMALL }).png().toBuffer());
      fetch(`${server.url}/process?ops=cpuForever_1`, { method: 'POST', body }).catch(() => {});
      await pause(500);
      await server.stop();
      const gone = await until(() => !workers.some(isAlive), LIMIT, 'a worker is left');
      const left = readdirSync(folder);
      if (left.length > 0) throw new Error(`left in the temporary folder: ${left.join(', ')}`);
      return `${workers.length} workers gone after ${gone.toFixed(0)} ms, no file left`;
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Fault;
