/** Rounds that count, and those before them. */
export const ROUNDS = 9;
export const WARM_UP = 2;

/** A way to do the same job, timed in milliseconds. */
export interface Contender {
  readonly name: string;
  run(): Promise<number>;
}

interface Row {
  readonly name: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Runs the contenders in turn, so that a drift of the machine's speed meets all of them. */
export async function race(contenders: readonly Contender[]): Promise<Row[]> {
  const times = contenders.map((): number[] => []);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, contender] of contenders.entries()) {
      const milliseconds = await contender.run();
      if (round >= 0) times[index]?.push(milliseconds);
    }
  }
  return contenders.map(({ name }, index) => {
    const sorted = (times[index] as number[]).sort((a, b) => a - b);
    return { name, median: sorted[ROUNDS >> 1] ?? 0, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
  });
}

export function printTable(title: string, rows: readonly Row[], peer: string): void {
  const base = rows.find(({ name }) => name === peer)?.median ?? Number.NaN;
  console.log(`\n${title}\n`);
  console.log(`| | median ms | min | max | ${peer} / this |`);
  console.log('|---|---:|---:|---:|---:|');
  for (const { name, median, min, max } of rows) {
    const cells = [median, min, max].map((value) => value.toFixed(median < 10 ? 2 : 1));
    console.log(`| ${name} | ${cells.join(' | ')} | ${(base / median).toFixed(2)} |`);
  }
}

export async function elapsed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}
