/** What the time of work grows with, and the table that makes milliseconds of it. */

/** Amounts of work; `kind` names the row of the table. */
export interface Features {
  readonly kind: string;
  readonly pixels: number;
  readonly taps?: number;
  readonly bytes?: number;
}

/** A table of costs: read once, fixed until the process ends. */
export interface Costs {
  /** A hash of the table's content. */
  readonly id: string;
  /** Expected milliseconds of work by a coder or backend. */
  time(who: string, features: Features): number;
}
