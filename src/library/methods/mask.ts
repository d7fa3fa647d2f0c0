/**
 * `mask` as a method of pipelines; `Next` is the pipeline behind it. Written by `npm run docs` from the
 * registries; do not edit.
 */
import type { Input } from '../input.ts';

/** Options of `mask`. */
export interface MaskOptions {
  /**
   * The mask; it is stretched where it has another width or height. A path, bytes, a `Blob`, a stream or an
   * image.
   */
  readonly image: Input;
  /**
   * What of the mask counts: its brightness, less where it is transparent, or its alpha. One of luminance,
   * alpha; "luminance" unless given.
   */
  readonly channel?: 'luminance' | 'alpha' | undefined;
  /** Keep what the mask hides, and hide what it keeps. True or false; false unless given. */
  readonly invert?: boolean | undefined;
}

export interface MaskMethods<Next> {
  /**
   * Make the picture transparent where a mask is dark.
   *
   * @param image The mask; it is stretched where it has another width or height. A path, bytes, a `Blob`, a
   * stream or an image.
   * @param channel What of the mask counts: its brightness, less where it is transparent, or its alpha. One of
   * luminance, alpha; "luminance" unless given.
   * @param invert Keep what the mask hides, and hide what it keeps. True or false; false unless given.
   */
  mask(image: Input, channel?: 'luminance' | 'alpha', invert?: boolean): Next;
  /**
   * Make the picture transparent where a mask is dark.
   *
   * @param image The mask; it is stretched where it has another width or height. A path, bytes, a `Blob`, a
   * stream or an image.
   * @param channel What of the mask counts: its brightness, less where it is transparent, or its alpha. One of
   * luminance, alpha; "luminance" unless given.
   */
  mask(image: Input, channel?: 'luminance' | 'alpha', options?: Omit<MaskOptions, 'image'>): Next;
  /**
   * Make the picture transparent where a mask is dark.
   *
   * @param image The mask; it is stretched where it has another width or height. A path, bytes, a `Blob`, a
   * stream or an image.
   */
  mask(image: Input, options?: Omit<MaskOptions, 'image'>): Next;
  /** Make the picture transparent where a mask is dark. */
  mask(options: MaskOptions): Next;
}
