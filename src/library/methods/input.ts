/**
 * How a file is read: the second argument of `noir(input, options)`. Written by `npm run docs` from the
 * registries; do not edit.
 */

/** Options of how a file is read. */
export interface InputOptions {
  /**
   * Faults for which Noir refuses a file: only those that its decoder cannot tolerate, also missing data, also
   * errors in the data, also warnings. One of none, truncated, error, warning; "warning" unless given.
   */
  readonly failOn?: 'none' | 'truncated' | 'error' | 'warning' | undefined;
  /**
   * Meaning of the band after the colours: alpha, alpha that the colours are multiplied by, or no alpha; as the
   * file says if not given. One of unassociated, associated, none.
   */
  readonly alpha?: 'unassociated' | 'associated' | 'none' | undefined;
  /**
   * Bands to read, counted from 0, in the order wanted; all if not given. 1 to 4 whole numbers, each from 0 to
   * 65535.
   */
  readonly bands?: readonly number[] | undefined;
  /**
   * First page or frame to read, counted from 0; that one alone unless `pages` says how many. A whole number
   * from 0 to 65535.
   */
  readonly page?: number | undefined;
  /**
   * How many pages or frames to read; -1 or all for every one that follows. A whole number from 1 to 65535 or -1
   * or all.
   */
  readonly pages?: number | -1 | 'all' | undefined;
  /** true is short for every page, false for one; in place of `pages`. True or false. */
  readonly animated?: boolean | undefined;
}
