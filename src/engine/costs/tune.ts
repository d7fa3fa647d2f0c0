/** Measures this machine, makes its table of costs, and lists the largest changes. */
import { type CostFile, describeMachine } from './file.ts';
import { fitRows, leastOf, type Sample } from './fit.ts';
import { type Effort, type Measured, measureAll } from './measure.ts';
import { CostTable } from './table.ts';

/** A kind of work whose expected time the new table changes: the largest picture that was measured. */
interface Change {
  readonly who: string;
  readonly kind: string;
  readonly before: number;
  readonly after: number;
}

export interface Tuned {
  readonly file: CostFile;
  readonly table: CostTable;
  /** The greatest change first. */
  readonly changes: readonly Change[];
}

export interface TuneOptions {
  readonly version: string;
  /** Versions of the libraries that the measured work depends on, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The table so far. Its rows stay if they are not measured now. */
  readonly base: CostTable;
  /** How many times everything is measured. The least time counts: a busy machine can only be slower. */
  readonly rounds: number;
  /** Says that a round begins: its number from 1 on. */
  onRound?(round: number): void;
}

/** Measures this machine and makes a table of it. Writes nothing. */
export async function tune(measured: Measured, effort: Effort, options: TuneOptions): Promise<Tuned> {
  const { version, versions, base, rounds, onRound } = options;
  const all: Sample[][] = [];
  for (let round = 1; round <= rounds; round++) {
    onRound?.(round);
    all.push(await measureAll(measured, effort));
  }
  const samples = leastOf(all);
  const coefficients = overlay(base.coefficients, fitRows(samples));
  const table = new CostTable(coefficients);
  const file: CostFile = {
    form: 1,
    noir: version,
    machine: describeMachine(),
    versions,
    measured: new Date().toISOString().slice(0, 10),
    coefficients,
  };
  return { file, table, changes: changesBetween(base, table, samples) };
}

function overlay(
  base: CostFile['coefficients'],
  measured: CostFile['coefficients'],
): CostFile['coefficients'] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(measured)])].sort();
  return Object.fromEntries(
    names.map((who) => {
      const rows = Object.entries({ ...base[who], ...measured[who] });
      return [who, Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)))];
    }),
  );
}

function changesBetween(base: CostTable, table: CostTable, samples: readonly Sample[]): Change[] {
  const largest = new Map<string, Sample>();
  for (const sample of samples) {
    const key = `${sample.who} ${sample.features.kind}`;
    const known = largest.get(key);
    if (!known || known.features.pixels <= sample.features.pixels) largest.set(key, sample);
  }
  const factor = ({ before, after }: Change) => Math.abs(Math.log(after / before));
  return [...largest.values()]
    .map(({ who, features }) => ({
      who,
      kind: features.kind,
      before: base.time(who, features),
      after: table.time(who, features),
    }))
    .sort((a, b) => factor(b) - factor(a));
}
