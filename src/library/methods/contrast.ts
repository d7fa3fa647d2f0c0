/**
 * `contrast` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `contrast`. */
export interface ContrastOptions {
  /**
   * Factor for the distance of every colour sample from half of white: 0 makes plain gray, 1 changes nothing. A
   * number from 0 to 1000; 1 unless given.
   */
  readonly factor?: number | null | undefined;
}

export interface ContrastMethods<Next> {
  /**
   * Raise or lower contrast around middle gray.
   *
   * @param factor Factor for the distance of every colour sample from half of white: 0 makes plain gray, 1
   * changes nothing. A number from 0 to 1000; 1 unless given.
   */
  contrast(factor?: number | null): Next;
  /** Raise or lower contrast around middle gray. */
  contrast(options?: ContrastOptions | null): Next;
}
