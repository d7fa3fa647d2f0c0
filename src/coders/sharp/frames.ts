/** Converts between frames and libvips' form of them: one picture with the frames below one another. */
import { type Image, type Picture, sampleCount } from '../../core/image.ts';
import { allocateSamples, type Samples } from '../../core/pixel.ts';
import type { Output } from '../../formats/format.ts';

/** Views of the frames of a stack of so many. */
export function splitFrames(stack: Image, count: number): Image[] {
  const length = stack.data.length / count;
  const height = stack.height / count;
  return Array.from({ length: count }, (_, index) => ({
    ...stack,
    height,
    data: stack.data.subarray(index * length, (index + 1) * length),
  }));
}

/** A picture's frames stacked in one image. Copies the frames unless they lie one after another already. */
export function joinFrames({ frames }: Picture): Image {
  const [first] = frames;
  return { ...first, height: first.height * frames.length, data: follow(frames) ?? copyAll(frames) };
}

/** One view of samples that follow one another. */
function follow(frames: Picture['frames']): Samples | undefined {
  const [{ data }] = frames;
  const next = frames.every(
    (frame, index) =>
      frame.data.buffer === data.buffer &&
      frame.data.byteOffset === data.byteOffset + index * data.byteLength,
  );
  if (!next) return undefined;
  const Kind = data.constructor as new (buffer: ArrayBufferLike, start: number, length: number) => Samples;
  return new Kind(data.buffer, data.byteOffset, frames.length * data.length);
}

function copyAll(frames: Picture['frames']): Samples {
  const [first] = frames;
  const length = sampleCount(first);
  const all = allocateSamples(first.type, length * frames.length);
  for (const [index, { data }] of frames.entries()) all.set(data, index * length);
  return all;
}

/** Default duration of a frame in milliseconds, as browsers use for GIFs. */
const DELAY = 100;

/** sharp takes 16-bit numbers. */
const MOST = 65_535;

/** sharp's options for when the frames are shown. Pages of a TIFF have no time. */
export function timingOf({ frames, delays = [], loop = 0 }: Picture, { format }: Output) {
  if (format === 'tiff') return {};
  const delay = frames.map((_, index) => Math.min(MOST, Math.round(delays[index] ?? DELAY)));
  // sharp would leave out a frame that is like the one before, and give a frame the colours of the one before.
  const exact = format === 'gif' && { keepDuplicateFrames: true, interPaletteMaxError: 0 };
  return { delay, loop: Math.min(MOST, loop), ...exact };
}
