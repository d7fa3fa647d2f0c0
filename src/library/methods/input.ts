/**
 * How a file is read: the second argument of `noir(input, options)`. Written by `npm run docs` from the
 * registries; do not edit.
 */

/** Options of how a file is read. */
export interface InputOptions {
  /**
   * Faults for which Noir refuses a file. none: only those that its decoder cannot tolerate; truncated: also
   * missing data; error: also errors in the data; warning: also warnings. One of none, truncated, error,
   * warning; "warning" unless given.
   */
  readonly failOn?: 'none' | 'truncated' | 'error' | 'warning' | null | undefined;
  /**
   * Meaning of the band after the colours. unassociated: alpha; associated: alpha that the colours are
   * multiplied by; none: no alpha. By default as the file says. One of unassociated, associated, none.
   */
  readonly alpha?: 'unassociated' | 'associated' | 'none' | null | undefined;
  /**
   * Bands to read, counted from 0, in the order wanted; all by default. 1 to 4 whole numbers, each from 0 to
   * 65535.
   */
  readonly bands?: readonly number[] | null | undefined;
  /**
   * First page or frame to read, counted from 0. It is the only one unless `pages` says how many. A whole number
   * from 0 to 65535.
   */
  readonly page?: number | null | undefined;
  /**
   * Number of pages or frames to read; -1 or all reads every one that follows. A whole number from 1 to 65535 or
   * -1 or all.
   */
  readonly pages?: number | -1 | 'all' | null | undefined;
  /** true reads every page or frame, false reads one. In place of `pages`. True or false. */
  readonly animated?: boolean | null | undefined;
}
