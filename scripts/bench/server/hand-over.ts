// What it costs to hand a picture to a worker process and to take the result back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { makePicture } from '../pictures.ts';
import type { Loader } from './loader.ts';
import { quantile } from './quantile.ts';
import { type RunningServer, startNoir } from './servers.ts';

/** Work that both ways do with the same code, in JavaScript and WebAssembly. */
const OPS = 'median_3,f_png';

/** Sides of the pictures, which are PNGs. */
const SIDES = [64, 1000];

const [ROUNDS, SECONDS] = [12, 0.7];

/** Rounds before those that count: V8 compiles meanwhile. */
const WARM_UP = 4;

/** Milliseconds that handing over a small picture may take. */
const MOST = 0.7;

/** Prints the median milliseconds of requests one by one, with worker processes and without. */
export async function printHandOver(gpu: string | undefined, loader: Loader): Promise<void> {
  console.log(`\nhand-over: ${OPS}, one by one; the aim is under ${MOST} ms more for the small one\n`);
  console.log('| PNG | bytes | in a worker ms | in the server ms | more ms |');
  console.log('|---|---:|---:|---:|---:|');
  const folder = mkdtempSync(join(tmpdir(), 'noir-hand-over-'));
  const servers = [
    await startNoir({ gpu, isolation: 'process' }),
    await startNoir({ gpu, isolation: 'none' }),
  ];
  try {
    for (const side of SIDES) {
      const { data } = makePicture({ width: side, height: side, channels: 3, type: 'u8' });
      const raw = { width: side, height: side, channels: 3 } as const;
      const bytes = await sharp(data as Uint8Array, { raw })
        .png()
        .toBuffer();
      const file = join(folder, `${side}.png`);
      writeFileSync(file, bytes);
      const [there = Number.NaN, here = Number.NaN] = await medians(servers, file, loader);
      const times = [there, here, there - here].map((time) => time.toFixed(2));
      console.log(`| ${[`${side}x${side}`, bytes.length, ...times].join(' | ')} |`);
    }
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function medians(servers: readonly RunningServer[], file: string, loader: Loader): Promise<number[]> {
  const all = servers.map((): number[] => []);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, { url }] of servers.entries()) {
      const order = { url: `${url}/process?ops=${OPS}`, file, flight: 1, seconds: SECONDS };
      const { latencies } = await loader.run(order);
      if (round >= 0) all[index]?.push(...latencies);
    }
  }
  return all.map((latencies) => quantile(latencies, 0.5));
}
