/**
 * `equalise` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `equalise`. */
export interface EqualiseOptions {
  /**
   * Equalise the luma, which keeps tints, or each colour channel by itself. One of luma, channels; "luma" unless
   * given.
   */
  readonly method?: 'luma' | 'channels' | null | undefined;
}

export interface EqualiseMethods<Next> {
  /**
   * Spread the levels evenly over the whole range.
   *
   * @param method Equalise the luma, which keeps tints, or each colour channel by itself. One of luma, channels;
   * "luma" unless given.
   */
  equalise(method?: 'luma' | 'channels' | null): Next;
  /** Spread the levels evenly over the whole range. */
  equalise(options?: EqualiseOptions | null): Next;
  /** The same as `equalise`. Spread the levels evenly over the whole range. */
  equalize: EqualiseMethods<Next>['equalise'];
}
