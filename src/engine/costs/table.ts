/** The table of costs: expected milliseconds for a piece of work on each backend or coder. */
import { createHash } from 'node:crypto';
import { AMOUNTS, type Costs, type Features } from '../../core/costs.ts';

/** One kind of work: milliseconds that it takes in any case, and nanoseconds for each pixel, tap and byte. */
export interface Row {
  readonly fixed?: number | undefined;
  readonly pixels?: number | undefined;
  readonly taps?: number | undefined;
  readonly bytes?: number | undefined;
}

/** Rows by kind of work, for each backend and coder. */
export type Coefficients = Readonly<Record<string, Readonly<Record<string, Row>>>>;

/** Costs of work that a table does not know. Most ops on the CPU take less. */
const LAST_RESORT: Row = { fixed: 0.05, pixels: 40 };

/** Least answer of a table, in milliseconds. A table always answers a time above 0. */
const LEAST = 1e-3;

/** A fixed table of costs. */
export class CostTable implements Costs {
  readonly coefficients: Coefficients;
  readonly #rows: ReadonlyMap<string, ReadonlyMap<string, Row>>;
  #id: string | undefined;

  constructor(coefficients: Coefficients) {
    this.coefficients = coefficients;
    this.#rows = new Map(
      Object.entries(coefficients).map(([who, rows]) => [who, new Map(Object.entries(rows))]),
    );
  }

  /** Made when somebody asks, because a process reads several tables and uses one. */
  get id(): string {
    this.#id ??= createHash('sha256').update(canonicalText(this.coefficients)).digest('hex').slice(0, 8);
    return this.#id;
  }

  time(who: string, features: Features): number {
    return Math.max(LEAST, timeOf(this.#rowFor(who, features), features));
  }

  /** A copy of the table in which some kinds of work take a multiple of the time. */
  scaled(who: string, scales: Readonly<Record<string, number>>): CostTable {
    const rows = Object.entries(this.coefficients[who] ?? {}).map(([kind, row]) => [
      kind,
      Object.fromEntries(Object.entries(row).map(([term, value]) => [term, value * (scales[kind] ?? 1)])),
    ]);
    return new CostTable({ ...this.coefficients, [who]: Object.fromEntries(rows) });
  }

  /** The row that speaks for some work: its own, the first that is like it, or the last resort. */
  #rowFor(who: string, { kind, like = [], among = [] }: Features): Row {
    const rows = this.#rows.get(who);
    for (const name of [kind, ...like, ...among]) {
      const row = rows?.get(name);
      if (row) return row;
    }
    return LAST_RESORT;
  }
}

/** Milliseconds by one row. */
export function timeOf(row: Row, features: Features): number {
  const nanoseconds = AMOUNTS.reduce((sum, name) => sum + (row[name] ?? 0) * (features[name] ?? 0), 0);
  return (row.fixed ?? 0) + nanoseconds / 1e6;
}

/** JSON with the keys of every object in order. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
