/** Fits the rows of a cost table to measured times, by non-negative least squares. */
import { AMOUNTS, type Features } from '../../core/costs.ts';
import type { Row } from './table.ts';

/** A measured piece of work. */
export interface Sample {
  readonly who: string;
  readonly features: Features;
  readonly milliseconds: number;
}

type Term = keyof Row;

/**
 * The row that explains the samples of one kind: least squares of the relative errors, no coefficient below 0. A row
 * has at most four terms, so the fit tries every set of terms and finds the best one (Lawson and Hanson, "Solving
 * Least Squares Problems", 1974, chapter 23).
 */
export function fitRow(samples: readonly Pick<Sample, 'features' | 'milliseconds'>[]): Row {
  // Amounts first: a single sample says more of them than of a fixed time.
  const amounts = AMOUNTS.filter((name) => samples.some(({ features }) => features[name]));
  const terms: Term[] = [...amounts, 'fixed'];
  const lines = samples.map(({ features, milliseconds }) =>
    terms.map((term) => amountOf(term, features) / milliseconds),
  );
  let best: Row = {};
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 2 ** terms.length; set++) {
    const used = terms.map((_, at) => at).filter((at) => set & (1 << at));
    const solution = solveNormal(lines.map((line) => used.map((at) => line[at] as number)));
    if (!solution || solution.some((value) => !(value > 0))) continue;
    const error = lines.reduce((sum, line) => {
      const ratio = used.reduce(
        (part, at, index) => part + (line[at] as number) * (solution[index] as number),
        0,
      );
      return sum + (ratio - 1) ** 2;
    }, 0);
    // Another term must gain more than rounding errors.
    if (error >= least - 1e-9) continue;
    least = error;
    best = Object.fromEntries(used.map((at, index) => [terms[at], rounded(solution[index] as number)]));
  }
  return best;
}

/** The amount that a coefficient is multiplied by, to milliseconds. */
function amountOf(term: Term, features: Features): number {
  return term === 'fixed' ? 1 : (features[term] ?? 0) / 1e6;
}

/** Four digits say more than a measurement knows. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** The solution of `lines * x = 1` in the sense of least squares; undefined where the lines do not decide it. */
function solveNormal(lines: readonly (readonly number[])[]): number[] | undefined {
  const size = lines[0]?.length ?? 0;
  // Columns of one length, so that a small pivot means that columns depend on each other.
  const lengths = Array.from({ length: size }, (_, at) =>
    Math.hypot(...lines.map((line) => line[at] as number)),
  );
  if (lengths.some((length) => length === 0)) return undefined;
  const unit = lines.map((line) => line.map((value, at) => value / (lengths[at] as number)));
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) =>
      unit.reduce((sum, line) => sum + (line[i] as number) * (j < size ? (line[j] as number) : 1), 0),
    ),
  );
  const solution = eliminate(matrix);
  return solution?.map((value, at) => value / (lengths[at] as number));
}

/** Gauss-Jordan elimination of a symmetric positive matrix with its right side as the last column. */
function eliminate(matrix: number[][]): number[] | undefined {
  for (const [at, row] of matrix.entries()) {
    const pivot = row[at] as number;
    if (!(pivot > 1e-6)) return undefined;
    for (let column = 0; column < row.length; column++) row[column] = (row[column] as number) / pivot;
    for (const other of matrix) {
      if (other === row) continue;
      const factor = other[at] as number;
      for (let column = 0; column < row.length; column++) {
        other[column] = (other[column] as number) - factor * (row[column] as number);
      }
    }
  }
  return matrix.map((row) => row.at(-1) as number);
}

/** Rows for all measured kinds, and for the kinds that these stand in for. */
export function fitRows(samples: readonly Sample[]): Record<string, Record<string, Row>> {
  const table: Record<string, Record<string, Row>> = {};
  for (const [who, own] of groupBy(samples, ({ who }) => who)) {
    const kinds = groupBy(own, ({ features }) => features.kind);
    const rows = new Map([...kinds].map(([kind, measured]) => [kind, fitRow(measured)]));
    for (const [name, rest] of mediansOf(kinds, rows)) rows.set(name, rest);
    table[who] = Object.fromEntries([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return table;
}

/** Rows for groups of kinds: the median of the measured kinds that belong to the group. */
function mediansOf(
  kinds: ReadonlyMap<string, readonly Sample[]>,
  rows: ReadonlyMap<string, Row>,
): Map<string, Row> {
  const behind = new Map<string, Set<string>>();
  for (const [kind, [sample]] of kinds) {
    for (const name of sample?.features.among ?? []) {
      if (!rows.has(name)) behind.set(name, (behind.get(name) ?? new Set()).add(kind));
    }
  }
  return new Map(
    [...behind].map(([name, members]) => {
      const largest = [...members].map((kind) => largestOf(kinds.get(kind) as readonly Sample[]));
      const fixed = median([...members].map((kind) => rows.get(kind)?.fixed ?? 0));
      const pixels = median(
        largest.map(({ features, milliseconds }) => (milliseconds * 1e6) / features.pixels),
      );
      return [name, { fixed: rounded(fixed), pixels: rounded(pixels) }];
    }),
  );
}

function largestOf(samples: readonly Sample[]): Sample {
  return samples.reduce((most, sample) => (sample.features.pixels > most.features.pixels ? sample : most));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** The least time of each of the samples of several rounds, which measured the same work in the same order. */
export function leastOf(rounds: readonly (readonly Sample[])[]): Sample[] {
  const [first = [], ...others] = rounds;
  return first.map((sample, at) => ({
    ...sample,
    milliseconds: Math.min(
      sample.milliseconds,
      ...others.map((round) => round[at]?.milliseconds ?? Infinity),
    ),
  }));
}
