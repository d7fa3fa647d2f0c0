/**
 * `clahe` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `clahe`. */
export interface ClaheOptions {
  /** Columns of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given. */
  readonly width?: number | undefined;
  /** Rows of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given. */
  readonly height?: number | undefined;
  /**
   * Limit on how much contrast grows, to the hundredth: up to 1 more than it; 0 for none. A number from 0 to
   * 100; 3 unless given.
   */
  readonly maxSlope?: number | undefined;
}

export interface ClaheMethods<Next> {
  /**
   * Bring out local contrast, within a limit.
   *
   * @param width Columns of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given.
   * @param height Rows of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given.
   * @param maxSlope Limit on how much contrast grows, to the hundredth: up to 1 more than it; 0 for none. A
   * number from 0 to 100; 3 unless given.
   */
  clahe(width?: number, height?: number, maxSlope?: number): Next;
  /**
   * Bring out local contrast, within a limit.
   *
   * @param width Columns of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given.
   * @param height Rows of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given.
   */
  clahe(width?: number, height?: number, options?: ClaheOptions): Next;
  /**
   * Bring out local contrast, within a limit.
   *
   * @param width Columns of the windows at most. A whole number from 1 to 65536, in pixels; 64 unless given.
   */
  clahe(width?: number, options?: ClaheOptions): Next;
  /** Bring out local contrast, within a limit. */
  clahe(options?: ClaheOptions): Next;
}
