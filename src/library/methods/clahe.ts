/**
 * `clahe` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `clahe`. */
export interface ClaheOptions {
  /**
   * Largest width of a window. The picture is cut into windows of equal size. A whole number from 1 to 65536, in
   * pixels; 64 unless given.
   */
  readonly width?: number | null | undefined;
  /**
   * Largest height of a window. The picture is cut into windows of equal size. A whole number from 1 to 65536,
   * in pixels; 64 unless given.
   */
  readonly height?: number | null | undefined;
  /**
   * Limit on the growth of contrast, rounded to hundredths: contrast grows by a factor of maxSlope + 1 at most.
   * 0 sets no limit. A number from 0 to 100; 3 unless given.
   */
  readonly maxSlope?: number | null | undefined;
}

export interface ClaheMethods<Next> {
  /**
   * Bring out local contrast, within a limit.
   *
   * @param width Largest width of a window. The picture is cut into windows of equal size. A whole number from 1
   * to 65536, in pixels; 64 unless given.
   * @param height Largest height of a window. The picture is cut into windows of equal size. A whole number from
   * 1 to 65536, in pixels; 64 unless given.
   * @param maxSlope Limit on the growth of contrast, rounded to hundredths: contrast grows by a factor of
   * maxSlope + 1 at most. 0 sets no limit. A number from 0 to 100; 3 unless given.
   */
  clahe(width?: number | null, height?: number | null, maxSlope?: number | null): Next;
  /**
   * Bring out local contrast, within a limit.
   *
   * @param width Largest width of a window. The picture is cut into windows of equal size. A whole number from 1
   * to 65536, in pixels; 64 unless given.
   * @param height Largest height of a window. The picture is cut into windows of equal size. A whole number from
   * 1 to 65536, in pixels; 64 unless given.
   */
  clahe(width?: number | null, height?: number | null, options?: ClaheOptions | null): Next;
  /**
   * Bring out local contrast, within a limit.
   *
   * @param width Largest width of a window. The picture is cut into windows of equal size. A whole number from 1
   * to 65536, in pixels; 64 unless given.
   */
  clahe(width?: number | null, options?: ClaheOptions | null): Next;
  /** Bring out local contrast, within a limit. */
  clahe(options?: ClaheOptions | null): Next;
}
