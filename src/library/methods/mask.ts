/**
 * `mask` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { Input } from '../input.ts';

/** Options of `mask`. */
export interface MaskOptions {
  /** The mask. It is scaled to the picture's width and height. A path, bytes, a `Blob`, a stream or an image. */
  readonly image: Input;
  /**
   * Part of the mask that counts: its luminance times its alpha, or its alpha alone. One of luminance, alpha;
   * "luminance" unless given.
   */
  readonly channel?: 'luminance' | 'alpha' | null | undefined;
  /** Invert the mask: hide what it keeps, and keep what it hides. True or false; false unless given. */
  readonly invert?: boolean | null | undefined;
}

export interface MaskMethods<Next> {
  /**
   * Make the picture transparent where a mask is dark.
   *
   * @param image The mask. It is scaled to the picture's width and height. A path, bytes, a `Blob`, a stream or
   * an image.
   * @param channel Part of the mask that counts: its luminance times its alpha, or its alpha alone. One of
   * luminance, alpha; "luminance" unless given.
   * @param invert Invert the mask: hide what it keeps, and keep what it hides. True or false; false unless
   * given.
   */
  mask(image: Input, channel?: 'luminance' | 'alpha' | null, invert?: boolean | null): Next;
  /**
   * Make the picture transparent where a mask is dark.
   *
   * @param image The mask. It is scaled to the picture's width and height. A path, bytes, a `Blob`, a stream or
   * an image.
   * @param channel Part of the mask that counts: its luminance times its alpha, or its alpha alone. One of
   * luminance, alpha; "luminance" unless given.
   */
  mask(image: Input, channel?: 'luminance' | 'alpha' | null, options?: Omit<MaskOptions, 'image'> | null): Next;
  /**
   * Make the picture transparent where a mask is dark.
   *
   * @param image The mask. It is scaled to the picture's width and height. A path, bytes, a `Blob`, a stream or
   * an image.
   */
  mask(image: Input, options?: Omit<MaskOptions, 'image'> | null): Next;
  /** Make the picture transparent where a mask is dark. */
  mask(options: MaskOptions): Next;
}
