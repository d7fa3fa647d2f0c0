/** A full disk below the cache, the temporary folder and the files in memory; and one that takes no file over 48 KiB. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { type Fault, NotRun } from './lib/fault.ts';
import { readMetric } from './lib/metrics.ts';
import { photo } from './lib/photos.ts';
import { type FaultServer, startServer } from './lib/server.ts';
import { fill, onSmallDisks, seenBy } from './lib/small-disk.ts';

/** Bytes that a file may have where the disk is not full. */
const MOST = 48 * 1024;

/** A picture of some megabytes, which goes to the front through a file in memory. */
const LARGE = 'w_1600,f_png';

interface Place {
  /** Holds `photo.jpg`. */
  readonly source: string;
  readonly cache: string;
  readonly temporary: string;
}

export default {
  id: 'F8',
  title: 'a full disk below the cache and below the workers',
  quick: true,
  async run() {
    const source = mkdtempSync(join(tmpdir(), 'noir-full-'));
    const place = { source, cache: join(source, 'cache'), temporary: join(source, 'temporary') };
    for (const folder of [place.cache, place.temporary]) mkdirSync(folder);
    writeFileSync(join(source, 'photo.jpg'), await photo(2000, 1500));
    try {
      return `${await onFullDisk(place)}; ${await withSmallFiles(place)}`;
    } finally {
      rmSync(source, { recursive: true, force: true });
    }
  },
} satisfies Fault;

const start = ({ source, cache, temporary }: Place, prefix: readonly string[]) =>
  startServer({
    prefix,
    args: ['--workers', '1', '--source', source, '--cache', '0', '--cache-dir', cache, '--deadline', '60'],
    env: { TMPDIR: temporary },
  });

async function onFullDisk(place: Place): Promise<string> {
  const folders = [place.cache, place.temporary, '/dev/shm'].filter(existsSync);
  const prefix = onSmallDisks(folders);
  if (!prefix) return 'not run: a full disk, because nothing may be mounted here';
  const server = await start(place, prefix);
  try {
    const [cache = '', ...others] = folders.map((folder) => seenBy(server.pid, folder));
    const before = await getTwice(server, 'w_90,f_webp');
    const hits = await untilCount(server, 'hit', { least: 1, ops: 'w_90,f_webp' });
    const kept = readdirSync(cache);
    const [makeRoom, ...further] = [cache, ...others].map(fill);
    const sizes = [before, await getTwice(server, LARGE), await getTwice(server, 'w_100,f_webp')];
    const failures = await untilCount(server, 'failure', { least: 2 });
    const left = await filesAtRest(cache);
    for (const free of [makeRoom, ...further]) free?.();
    await getTwice(server, 'w_110,f_webp');
    const later = (await untilCount(server, 'hit', { least: hits + 1, ops: 'w_110,f_webp' })) - hits;
    const figures = `full disks: pictures of ${sizes.join(', ')} bytes, each twice: all right, ${failures} failures of the cache counted, ${left.length} file in its folder as before; with room again ${later} hit more`;
    if (left.join() !== kept.join()) throw new Error(`${figures}: ${left}`);
    return figures;
  } finally {
    await server.stop();
  }
}

async function withSmallFiles(place: Place): Promise<string> {
  if (!existsSync('/usr/bin/prlimit')) throw new NotRun('it needs prlimit');
  const server = await start(place, ['prlimit', `--fsize=${MOST}`]);
  try {
    const sizes = [await getTwice(server, LARGE), await getTwice(server, 'w_100,f_webp')];
    const hits = await untilCount(server, 'hit', { least: 1, ops: 'w_100,f_webp' });
    const failures = await untilCount(server, 'failure', { least: 1 });
    const left = await filesAtRest(place.cache);
    const figures = `no file over 48 KiB: pictures of ${sizes.join(' and ')} bytes, each twice: all right, ${failures} failures and ${hits} hits of the cache counted, ${left.length} file in its folder`;
    if (left.length !== 1) throw new Error(`${figures}: ${left.join(', ')}`);
    return figures;
  } finally {
    await server.stop();
  }
}

/** The files in the folder of the cache, once none is being written: an answer does not wait for that. */
async function filesAtRest(folder: string): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const files = readdirSync(folder).filter((name) => name !== 'filler');
    if (tries > 40 || !files.some((name) => name.endsWith('.draft'))) return files;
    await pause(50);
  }
}

const countOf = ({ url }: FaultServer, result: string) =>
  readMetric(url, `noir_cache_requests_total{store="disk",result="${result}"}`);

/**
 * Waits until a count of the cache is `least`, and resolves with it: answers wait neither for files that are being written nor
 * for those that fail. Asks for a picture meanwhile, if one is given.
 */
async function untilCount(
  server: FaultServer,
  result: 'hit' | 'failure',
  { least, ops }: { least: number; ops?: string },
): Promise<number> {
  for (let tries = 0; ; tries++) {
    const count = await countOf(server, result);
    if (count >= least) return count;
    if (tries > 100) throw new Error(`the cache counts ${count} of ${least} x ${result}`);
    await pause(50);
    if (ops) await get(server, ops);
  }
}

/** Asks for a picture by address twice. Both have to be whole and the same. Resolves with their bytes. */
async function getTwice(server: FaultServer, ops: string): Promise<number> {
  const [one, other] = [await get(server, ops), await get(server, ops)];
  if (!one.equals(other)) throw new Error(`${ops} gave two pictures`);
  return one.length;
}

/** A picture by address, which has to be whole. */
async function get({ url }: FaultServer, ops: string): Promise<Buffer> {
  const response = await fetch(`${url}/image/${ops}/photo.jpg`);
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${ops} got ${response.status}: ${body}`);
  await sharp(body, { failOn: 'truncated' }).raw().toBuffer();
  return body;
}
