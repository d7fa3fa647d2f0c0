/** A disk that takes no file over 48 KiB: not for the cache, and not for what goes to the workers. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Fault, NotRun } from './lib/fault.ts';
import { readMetric } from './lib/metrics.ts';
import { photo } from './lib/photos.ts';
import { type FaultServer, startServer } from './lib/server.ts';

/** Bytes that a file may have. */
const MOST = 48 * 1024;

export default {
  id: 'F8',
  title: 'a full disk below the cache and below the workers',
  quick: true,
  async run() {
    if (!existsSync('/usr/bin/prlimit')) throw new NotRun('it needs prlimit');
    const folder = mkdtempSync(join(tmpdir(), 'noir-full-'));
    const cache = join(folder, 'cache');
    writeFileSync(join(folder, 'photo.jpg'), await photo(2000, 1500));
    const server = await startServer({
      prefix: ['prlimit', `--fsize=${MOST}`],
      args: ['--workers', '1', '--source', folder, '--cache', '0', '--cache-dir', cache, '--deadline', '60'],
    });
    try {
      const [large, again] = [await get(server, 'w_1600,f_png'), await get(server, 'w_1600,f_png')];
      if (!large.equals(again)) throw new Error('the same address gave two pictures');
      const [small, kept] = [await get(server, 'w_100,f_webp'), await get(server, 'w_100,f_webp')];
      if (!small.equals(kept)) throw new Error('the cache gave another picture');
      const failures = await readMetric(
        server.url,
        'noir_cache_requests_total{store="disk",result="failure"}',
      );
      const hits = await readMetric(server.url, 'noir_cache_requests_total{store="disk",result="hit"}');
      const left = readdirSync(cache);
      const figures = `pictures of ${large.length} and ${small.length} bytes, each twice: all right, ${failures} failures and ${hits} hits of the cache counted, ${left.length} file in its folder`;
      if (failures < 2 || hits < 1 || left.length !== 1) throw new Error(`${figures}: ${left.join(', ')}`);
      return figures;
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Fault;

/** A picture by address, which has to be whole. */
async function get({ url }: FaultServer, ops: string): Promise<Buffer> {
  const response = await fetch(`${url}/image/${ops}/photo.jpg`);
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${ops} got ${response.status}: ${body}`);
  await sharp(body, { failOn: 'truncated' }).raw().toBuffer();
  return body;
}
