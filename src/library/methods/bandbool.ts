/**
 * `bandbool` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `bandbool`. */
export interface BandboolOptions {
  /**
   * A bit of the result is set if it is set in all channels (and), in any (or), or in an odd number of them
   * (eor). One of and, or, eor.
   */
  readonly operator: 'and' | 'or' | 'eor';
}

export interface BandboolMethods<Next> {
  /**
   * Combine the bits of all channels into a gray picture.
   *
   * @param operator A bit of the result is set if it is set in all channels (and), in any (or), or in an odd
   * number of them (eor). One of and, or, eor.
   */
  bandbool(operator: 'and' | 'or' | 'eor'): Next;
  /** Combine the bits of all channels into a gray picture. */
  bandbool(options: BandboolOptions): Next;
}
