/**
 * `boolean` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { Input } from '../input.ts';

/** Options of `boolean`. */
export interface BooleanOptions {
  /** The other picture. It must have the same width and height. A path, bytes, a `Blob`, a stream or an image. */
  readonly image: Input;
  /**
   * A bit of the result is set if it is set in both samples (and), in at least one (or), or in exactly one
   * (eor). One of and, or, eor.
   */
  readonly operator: 'and' | 'or' | 'eor';
}

export interface BooleanMethods<Next> {
  /**
   * Combine the bits of samples with those of another picture.
   *
   * @param image The other picture. It must have the same width and height. A path, bytes, a `Blob`, a stream or
   * an image.
   * @param operator A bit of the result is set if it is set in both samples (and), in at least one (or), or in
   * exactly one (eor). One of and, or, eor.
   */
  boolean(image: Input, operator: 'and' | 'or' | 'eor'): Next;
  /**
   * Combine the bits of samples with those of another picture.
   *
   * @param image The other picture. It must have the same width and height. A path, bytes, a `Blob`, a stream or
   * an image.
   */
  boolean(image: Input, options: Omit<BooleanOptions, 'image'>): Next;
  /** Combine the bits of samples with those of another picture. */
  boolean(options: BooleanOptions): Next;
}
