/**
 * `joinChannel` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { Input } from '../input.ts';

/** Options of `joinChannel`. */
export interface JoinChannelOptions {
  /**
   * The picture whose channels are appended. It must have the same width and height. A path, bytes, a `Blob`, a
   * stream or an image.
   */
  readonly image: Input;
}

export interface JoinChannelMethods<Next> {
  /**
   * Append the channels of another picture.
   *
   * @param image The picture whose channels are appended. It must have the same width and height. A path, bytes,
   * a `Blob`, a stream or an image.
   */
  joinChannel(image: Input): Next;
  /** Append the channels of another picture. */
  joinChannel(options: JoinChannelOptions): Next;
  /**
   * Append the channels of another picture.
   *
   * @param images Each is a step of its own, as in sharp.
   */
  joinChannel(images: readonly Input[]): Next;
}
