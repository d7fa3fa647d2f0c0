/**
 * The words in which costs are told: a piece of work has features, and a table of costs gives the milliseconds that
 * somebody needs for them.
 */

/** What the time of a piece of work grows with. Amounts are totals, not per pixel. */
export interface Features {
  /** The row of the table: `linear u8 3`, `encode webp 4`. */
  readonly kind: string;
  /** Rows of much the same work, which stand in where the table has no such row, the nearest first. */
  readonly like?: readonly string[];
  /** Rows of what it is one of, the narrowest first: a table has the median of its members under each. */
  readonly among?: readonly string[];
  /** Pixels that are visited. */
  readonly pixels: number;
  /** Products, comparisons or looked-up values, where the caller decides how many a pixel takes. */
  readonly taps?: number;
  /** Bytes of a file, or bytes that are moved. */
  readonly bytes?: number;
}

/** The amounts of `Features`, for which a row of the table has a coefficient each. */
export const AMOUNTS = ['pixels', 'taps', 'bytes'] as const;

/** The costs by which a way is chosen. They are fixed while a process runs. */
export interface Costs {
  /** The first 8 hexadecimal digits of a hash of the content: equal tables have equal ids. */
  readonly id: string;
  /** Milliseconds that a backend or a coder is expected to need. Finite and above 0, for any features. */
  time(who: string, features: Features): number;
}

/** What an op says of the time that it takes, beside pixels, pixel type and channels, on which all of them depend. */
export interface Workload {
  /** The way in which it is done, where ways differ in their time: `luminance`. Part of the row's name. */
  readonly variant?: string;
  /** As in `Features`, where parameters decide how many. */
  readonly taps?: number;
}

/** A piece of work that can be run to see what it takes. */
export interface Measurable {
  readonly features: Features;
  run(): Promise<unknown>;
  /** What is run beside it and does not count. */
  without?(): Promise<unknown>;
}
