// Requests a second of Noir and of its peers, in rounds that alternate.
import type { Loader } from './loader.ts';
import { median, quantile } from './quantile.ts';
import { type ServerRecipe, urlFor } from './recipes.ts';
import type { RunningServer } from './servers.ts';

/** Share of the peer's rate that every recipe should reach. */
const AIM = 0.95;

export interface RateOptions {
  readonly recipes: readonly ServerRecipe[];
  readonly file: string;
  readonly flights: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

interface Measured {
  readonly rates: number[];
  readonly latencies: number[];
}

/** Prints a row for each recipe, number in flight and peer. The first server is Noir. */
export async function printRates(
  servers: readonly RunningServer[],
  loader: Loader,
  options: RateOptions,
): Promise<void> {
  console.log(
    '\n| recipe | in flight | peer | noir /s | peer /s | noir / peer | noir p50 | p99 | peer p50 | p99 |',
  );
  console.log('|---|---:|---|---:|---:|---:|---:|---:|---:|---:|');
  const below: string[] = [];
  for (const recipe of options.recipes) {
    for (const flight of options.flights) {
      const [noir, ...peers] = await measure(servers, recipe, loader, { ...options, flight });
      for (const [index, peer] of peers.entries()) {
        const { name } = servers[index + 1] as RunningServer;
        const ratio = median(noir.rates.map((rate, round) => rate / (peer.rates[round] ?? Number.NaN)));
        if (ratio < AIM) below.push(`${recipe.name} at ${flight} beside ${name}: ${ratio.toFixed(2)}`);
        printRow([recipe.name, flight, name], [noir, peer], ratio);
      }
    }
  }
  console.log(`\nrates: the aim is ${AIM} of the peer's in every row`);
  console.log(below.length === 0 ? 'all rows reach it' : `below it: ${below.join('; ')}`);
}

function printRow(
  words: readonly (string | number)[],
  measured: readonly [Measured, Measured],
  ratio: number,
): void {
  const rates = measured.map(({ rates }) => median(rates).toFixed(1));
  const times = measured.flatMap(({ latencies }) =>
    [0.5, 0.99].map((share) => quantile(latencies, share).toFixed(0)),
  );
  console.log(`| ${[...words, ...rates, ratio.toFixed(2), ...times].join(' | ')} |`);
}

/** Rounds in which each server is asked once; every other round begins at the other end of the list. */
async function measure(
  servers: readonly RunningServer[],
  recipe: ServerRecipe,
  loader: Loader,
  { file, flight, rounds, seconds }: RateOptions & { readonly flight: number },
): Promise<[Measured, ...Measured[]]> {
  const all = servers.map((): Measured => ({ rates: [], latencies: [] }));
  for (let round = -1; round < rounds; round++) {
    const order = [...servers.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [index, server] of order) {
      const result = await loader.run({ url: urlFor(server, recipe), file, flight, seconds });
      // The round before the first one warms up.
      if (round < 0) continue;
      all[index]?.rates.push(result.latencies.length / result.seconds);
      all[index]?.latencies.push(...result.latencies);
    }
  }
  return all as [Measured, ...Measured[]];
}
