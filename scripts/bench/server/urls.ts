// `npm run bench server --parts urls`: pictures of a folder by address, each asked for once, of Noir and of the servers
// that people use in its place.
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { lumaOf, similarity } from '../similarity.ts';
import { type Loader, startLoader } from './loader.ts';
import { watchMemory } from './memory.ts';
import { median, quantile } from './quantile.ts';
import { type RunningServer, startNoir, startUrlPeer } from './servers.ts';
import { addressOf, SERVERS, type UrlFormat, WIDTH } from './urls-words.ts';

/** The other servers, of fixed versions. */
const PACKAGES = ['ipx3@npm:ipx@3.1.1', 'ipx4@npm:ipx@4.0.0-beta.1', 'next@16.4.6'];

/** Files of the folder. All are one file under other names, and each is asked for once. */
const MOST_FILES = 60_000;

/** Shares of the best rate, and of the least 99th percentile, that Noir is to reach. */
const [RATE_AIM, LATENCY_AIM] = [0.95, 1.15];

/** Requests to a server that has just started. */
const COLD = 16;

export interface UrlOptions {
  readonly gpu: string;
  /** Time that Noir has for a picture; for formats that take longer than its default when many are in flight. */
  readonly deadline: string | undefined;
  readonly formats: readonly UrlFormat[];
  readonly flights: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  /** The JPEG that the folder holds. */
  readonly file: string;
}

/** Prints similarity and bytes, then cold and warm rates, then rates of pictures that Noir has kept. */
export async function benchUrls(options: UrlOptions): Promise<void> {
  const { gpu, deadline, formats, flights, rounds, seconds, file } = options;
  const packages = installPeers();
  const source = makeFolder(file);
  const open = (name: string) =>
    name === 'noir' ? startNoir({ gpu, source, deadline }) : startUrlPeer(name, { source, packages });
  const desk: Desk = { loader: startLoader(), open, numbers: { next: 0 }, file };
  console.log(`\n${WIDTH} columns of ${file} by address; ${rounds} rounds of ${seconds} s`);
  for (const format of formats) {
    await printLooks(format, desk);
    await printCold(format, desk);
    await printWarm(format, { flights, rounds, seconds }, desk);
  }
  desk.loader.stop();
}

interface Desk {
  readonly loader: Loader;
  readonly open: (name: string) => Promise<RunningServer>;
  /** The number of the first file that nobody has asked for yet. */
  readonly numbers: { next: number };
  readonly file: string;
}

function installPeers(): string {
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/noir-bench', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet, ...PACKAGES], { cwd: folder, stdio: 'inherit' });
  return folder;
}

function makeFolder(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'noir-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const first = join(folder, 'photo-0.jpg');
  writeFileSync(first, readFileSync(file));
  for (let n = 1; n < MOST_FILES; n++) {
    // A file has 65,000 names at most.
    linkSync(first, join(folder, `photo-${n}.jpg`));
  }
  return folder;
}

/** Prints bytes and similarity of each server's picture to the one that is resized without short cuts. */
async function printLooks(format: UrlFormat, { open, file, numbers }: Desk): Promise<void> {
  const exact = await sharp(file)
    .autoOrient()
    .resize(WIDTH, null, { fastShrinkOnLoad: false })
    .png()
    .toBuffer();
  const original = await lumaOf(exact);
  console.log(`\n| ${format} | bytes | SSIM |\n|---|---:|---:|`);
  for (const name of SERVERS) {
    const server = await open(name);
    const url = addressOf(name, server.url, format).replace('{n}', String(numbers.next++));
    const response = await fetch(url);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${name}: ${bytes.toString().slice(0, 300)}`);
    const alike = similarity(original, await lumaOf(bytes));
    console.log(`| ${name} | ${bytes.length} | ${alike.toFixed(4)} |`);
    await server.stop();
  }
}

/** Prints how long a server takes for its first requests, four at once. */
async function printCold(format: UrlFormat, { open, loader, numbers }: Desk): Promise<void> {
  console.log(`\n| ${format}, the first ${COLD} | ms | slowest ms |\n|---|---:|---:|`);
  for (const name of SERVERS) {
    const server = await open(name);
    const order = { url: addressOf(name, server.url, format), first: numbers.next, flight: 4 };
    const { latencies, seconds } = await loader.run({ ...order, seconds: 60, most: COLD });
    numbers.next += COLD;
    console.log(`| ${name} | ${(1000 * seconds).toFixed(0)} | ${Math.max(...latencies).toFixed(0)} |`);
    await server.stop();
  }
}

interface Measured {
  readonly rates: number[];
  readonly latencies: number[];
  refused: number;
  most: number;
}

/** Prints rates in rounds that alternate, and those of a picture that Noir has kept. */
async function printWarm(
  format: UrlFormat,
  { flights, rounds, seconds }: Pick<UrlOptions, 'flights' | 'rounds' | 'seconds'>,
  desk: Desk,
): Promise<void> {
  const servers: RunningServer[] = [];
  for (const name of SERVERS) servers.push(await desk.open(name));
  console.log(`\n| ${format} | in flight | /s | of the best | p50 ms | p99 ms | refused | peak PSS MiB |`);
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
  let best = 0;
  const missed: string[] = [];
  for (const flight of flights) {
    const all = servers.map((): Measured => ({ rates: [], latencies: [], refused: 0, most: 0 }));
    for (let round = -1; round < rounds; round++) {
      const order = [...servers.entries()];
      if (round % 2 === 1) order.reverse();
      for (const [index, server] of order)
        await measure(server, all[index] as Measured, { format, flight, seconds, round }, desk);
    }
    best = Math.max(best, printFlight(all, flight, missed));
  }
  console.log(missed.length === 0 ? '\nall rows reach the aims' : `\nnot reached: ${missed.join('; ')}`);
  await printKept(servers[0] as RunningServer, { format, seconds, best }, desk);
  for (const server of servers) await server.stop();
}

/** Prints a row for each server, and adds the aims that Noir misses. Returns the best rate. */
function printFlight(all: readonly Measured[], flight: number, missed: string[]): number {
  const rows = all.map(({ rates, latencies, ...counts }) => {
    const [middle, late] = [0.5, 0.99].map((share) => quantile(latencies, share)) as [number, number];
    return { rate: median(rates), middle, late, ...counts };
  });
  const best = Math.max(...rows.map(({ rate }) => rate));
  const latest = Math.min(...rows.map(({ late }) => late));
  for (const [index, { rate, middle, late, refused, most }] of rows.entries()) {
    const cells = [(rate / best).toFixed(2), middle.toFixed(0), late.toFixed(0), refused, most.toFixed(0)];
    console.log(`| ${[SERVERS[index], flight, rate.toFixed(1), ...cells].join(' | ')} |`);
  }
  const [noir] = rows;
  if (noir && noir.rate < RATE_AIM * best) missed.push(`rate at ${flight}`);
  if (noir && noir.late > LATENCY_AIM * latest) missed.push(`p99 at ${flight}`);
  return best;
}

async function printKept(
  noir: RunningServer,
  { format, seconds, best }: { format: UrlFormat; seconds: number; best: number },
  { loader, numbers }: Desk,
): Promise<void> {
  const url = addressOf('noir', noir.url, format).replace('{n}', String(numbers.next++));
  await (await fetch(url)).arrayBuffer();
  const { latencies, seconds: took } = await loader.run({ url, flight: 16, seconds });
  const rate = latencies.length / took;
  console.log(`kept by Noir: ${rate.toFixed(0)} /s, ${(rate / best).toFixed(0)} times the best rate above`);
}

async function measure(
  server: RunningServer,
  measured: Measured,
  { format, flight, seconds, round }: { format: UrlFormat; flight: number; seconds: number; round: number },
  { loader, numbers }: Desk,
): Promise<void> {
  const order = { url: addressOf(server.name, server.url, format), first: numbers.next, flight, seconds };
  const { result, most } = await watchMemory(server.pid, loader.run(order));
  numbers.next += result.latencies.length + result.refused;
  if (numbers.next > MOST_FILES - 1000) throw new Error('the folder has too few files for so many rounds');
  measured.most = Math.max(measured.most, most);
  // The round before the first one warms up.
  if (round < 0) return;
  measured.refused += result.refused;
  measured.rates.push(result.latencies.length / result.seconds);
  measured.latencies.push(...result.latencies);
}
