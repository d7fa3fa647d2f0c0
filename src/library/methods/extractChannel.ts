/**
 * `extractChannel` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run
 * docs` from the registries; do not edit.
 */

/** Options of `extractChannel`. */
export interface ExtractChannelOptions {
  /**
   * Name of the channel, or its number: 0 is red, 1 green, 2 blue, 3 alpha. A whole number from 0 to 3, or one
   * of red, green, blue, alpha.
   */
  readonly channel: number | 'red' | 'green' | 'blue' | 'alpha';
}

export interface ExtractChannelMethods<Next> {
  /**
   * Make a gray picture of one channel.
   *
   * @param channel Name of the channel, or its number: 0 is red, 1 green, 2 blue, 3 alpha. A whole number from 0
   * to 3, or one of red, green, blue, alpha.
   */
  extractChannel(channel: number | 'red' | 'green' | 'blue' | 'alpha'): Next;
  /** Make a gray picture of one channel. */
  extractChannel(options: ExtractChannelOptions): Next;
}
