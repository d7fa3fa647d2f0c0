/** Types for the cost of work. Work declares features; a table of costs turns features into milliseconds. */

/** The properties that the time of a piece of work depends on. Amounts are totals, not per pixel. */
export interface Features {
  /** Row of the table, such as `linear u8 3` or `encode webp 4`. */
  readonly kind: string;
  /** Rows of similar work, most similar first. Used when the table lacks the row itself. */
  readonly like?: readonly string[];
  /** Rows of the classes that the work belongs to, narrowest first. The table has the median of each class. */
  readonly among?: readonly string[];
  /** Pixels visited. */
  readonly pixels: number;
  /** Products, comparisons or look-ups, when parameters decide their number per pixel. */
  readonly taps?: number;
  /** Bytes of a file, or bytes moved. */
  readonly bytes?: number;
}

/** The amounts in `Features`. A row of the table has one coefficient for each. */
export const AMOUNTS = ['pixels', 'taps', 'bytes'] as const;

/** The table of costs that the router uses. Fixed while a process runs. */
export interface Costs {
  /** First 8 hexadecimal digits of a hash of the content: equal tables have equal ids. */
  readonly id: string;
  /** Expected milliseconds of a backend or coder. Finite and above 0 for any features. */
  time(who: string, features: Features): number;
}

/** The properties that an op's time depends on besides pixels, pixel type and channels. */
export interface Workload {
  /** Name of the algorithm, where an op has several of different speed: `luminance`. Part of the row's name. */
  readonly variant?: string;
  /** As in `Features`, when the parameters decide the number. */
  readonly taps?: number;
}

/** A piece of work that can be run to measure it. */
export interface Measurable {
  readonly features: Features;
  run(): Promise<unknown>;
  /** Work to subtract: it is measured beside `run`. */
  without?(): Promise<unknown>;
}
