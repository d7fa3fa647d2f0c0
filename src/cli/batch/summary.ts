/** Says at the end of a batch what became of it. */
import type { Failure } from './failures.ts';

/** The end of a batch, as `--json` prints it. */
export interface Summary {
  readonly done: number;
  /** Pictures whose results were there already. */
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** Whether it was ended before all pictures had their turn. */
  readonly interrupted: boolean;
  readonly seconds: number;
}

/** Failures that are printed; `--json` has all of them. */
const SHOWN = 20;

/** A line for each failure, up to a number of them. */
export function describeFailures(failures: readonly Failure[]): string[] {
  const lines = failures.slice(0, SHOWN).map(({ message }) => message);
  const more = failures.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more; --json prints them all`] : lines;
}

export function summarize({ done, skipped, failures, interrupted, seconds }: Summary): string {
  const parts = [
    `${done} done`,
    ...(skipped > 0 ? [`${skipped} there already`] : []),
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
  ];
  const rate = done > 0 ? `, ${(done / Math.max(seconds, 1e-3)).toFixed(1)} a second` : '';
  const [begin, end] = interrupted ? ['ended early: ', '; --resume goes on from here'] : ['', ''];
  return `${begin}${parts.join(', ')} in ${seconds.toFixed(1)} s${rate}${end}`;
}
