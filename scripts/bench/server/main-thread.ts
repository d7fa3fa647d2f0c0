// What a request takes of a server's main thread: processor time, and full collections.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Loader } from './loader.ts';
import { median } from './quantile.ts';
import { type ServerRecipe, urlFor } from './recipes.ts';
import { type RunningServer, startNoir, startPeer } from './servers.ts';

const TIMED = 200;
/** Milliseconds that Noir's main thread may take beyond the peer's, for a request. */
const MOST_EXTRA = 1;

const COUNTED = 80;
/** Full collections that so many requests may take. */
const MOST_COLLECTIONS = 5;

const WARM_UP = 10;
/** Milliseconds in which a server finishes what it does after an answer: freeing, logging. */
const REST = 3;

/** What both measurements are made with. */
export interface MainThreadOptions {
  readonly recipes: readonly ServerRecipe[];
  readonly loader: Loader;
  readonly file: string;
}

/** Prints the median processor time of the main thread for a request. Linux alone tells it from outside. */
export async function printMainThread(
  servers: readonly [RunningServer, RunningServer],
  { recipes, loader, file }: MainThreadOptions,
): Promise<void> {
  console.log(
    `\nmain thread, median of ${TIMED} requests one by one; the aim is under ${MOST_EXTRA} ms more\n`,
  );
  if (process.platform !== 'linux') return console.log('not measured: it needs Linux');
  console.log('| recipe | noir ms | peer ms | noir - peer | |');
  console.log('|---|---:|---:|---:|---|');
  for (const recipe of recipes) {
    const times = servers.map((): number[] => []);
    for (let request = -WARM_UP; request < TIMED; request++) {
      for (const [index, server] of servers.entries()) {
        const before = mainThreadTime(server);
        await loader.run({ url: urlFor(server, recipe), file, flight: 1, seconds: 0 });
        await pause(REST);
        if (request >= 0) times[index]?.push(mainThreadTime(server) - before);
      }
    }
    const [noir = Number.NaN, peer = Number.NaN] = times.map(median);
    const cells = [noir, peer, noir - peer].map((milliseconds) => milliseconds.toFixed(2));
    console.log(`| ${[recipe.name, ...cells, verdict(noir - peer < MOST_EXTRA)].join(' | ')} |`);
  }
}

/** Milliseconds that the main thread has run so far. Its thread id is that of the process. */
function mainThreadTime({ pid }: RunningServer): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

/** Prints how many full collections the requests take, of servers started for it. */
export async function printCollections(
  gpu: string | undefined,
  { recipes, loader, file }: MainThreadOptions,
): Promise<void> {
  console.log(
    `\nfull collections in ${COUNTED} requests one by one; the aim is at most ${MOST_COLLECTIONS}\n`,
  );
  console.log('| recipe | noir | peer | |');
  console.log('|---|---:|---:|---|');
  const servers = [
    await startNoir({ gpu, countCollections: true }),
    await startPeer({ countCollections: true }),
  ];
  for (const recipe of recipes) {
    const counts: number[] = [];
    for (const server of servers) {
      const repeat = async (count: number) => {
        const order = { url: urlFor(server, recipe), file, flight: 1, seconds: 0 };
        for (let request = 0; request < count; request++) await loader.run(order);
        // The line about the last collection is on its way.
        await pause(100);
      };
      await repeat(WARM_UP);
      const before = server.collections();
      await repeat(COUNTED);
      counts.push(server.collections() - before);
    }
    console.log(
      `| ${[recipe.name, ...counts, verdict((counts[0] ?? Infinity) <= MOST_COLLECTIONS)].join(' | ')} |`,
    );
  }
  for (const server of servers) await server.stop();
}

function verdict(reached: boolean): string {
  return reached ? 'reached' : 'not reached';
}
