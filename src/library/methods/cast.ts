/**
 * `cast` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `cast`. */
export interface CastOptions {
  /** Pixel type of the result. One of u8, u16, f32. */
  readonly type: 'u8' | 'u16' | 'f32';
  /**
   * Scale samples so that white stays white. Otherwise numbers stay the same, within the range of the new type.
   * True or false; true unless given.
   */
  readonly scale?: boolean | null | undefined;
}

export interface CastMethods<Next> {
  /**
   * Change the pixel type.
   *
   * @param type Pixel type of the result. One of u8, u16, f32.
   * @param scale Scale samples so that white stays white. Otherwise numbers stay the same, within the range of
   * the new type. True or false; true unless given.
   */
  cast(type: 'u8' | 'u16' | 'f32', scale?: boolean | null): Next;
  /**
   * Change the pixel type.
   *
   * @param type Pixel type of the result. One of u8, u16, f32.
   */
  cast(type: 'u8' | 'u16' | 'f32', options?: Omit<CastOptions, 'type'> | null): Next;
  /** Change the pixel type. */
  cast(options: CastOptions): Next;
}
