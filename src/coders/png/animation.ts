/** Encodes animated PNGs. Each frame after the first holds only the rectangle that has changed. */
import type { Extent, Image, Picture } from '../../core/image.ts';
import type { Samples } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import { type InPieces, inPieces, withPauses } from '../pauses.ts';
import type { PngOptions } from './bands.ts';
import { packPixels } from './encoder.ts';
import { type FrameData, writeAnimatedPng } from './writer.ts';

/** Default duration of a frame in milliseconds, as browsers use for GIFs. */
const DELAY = 100;

interface Rectangle extends Extent {
  readonly left: number;
  readonly top: number;
}

/** Encodes u8 and u16 pictures of several frames, without metadata. Decoders return every sample unchanged. */
export async function encodeAnimatedPng(
  { frames, delays = [], loop = 0 }: Picture,
  options: PngOptions = {},
  run?: Run,
): Promise<Buffer> {
  const written: FrameData[] = [];
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1];
    const place = before ? await withPauses(findChange(before, frame), run) : whole(frame);
    const data = await packPixels(cut(frame, place), options, { run });
    written.push({ ...place, delay: delays[index] ?? DELAY, data });
  }
  return withPauses(writeAnimatedPng(frames[0], written, loop), run);
}

function whole({ width, height }: Extent): Rectangle {
  return { left: 0, top: 0, width, height };
}

/** The smallest rectangle in which two frames differ; one pixel when they are equal. */
function* findChange(before: Image, { data, width, height, channels }: Image): InPieces<Rectangle> {
  let [left, right, top, bottom] = [width, 0, height, 0];
  const length = width * channels;
  const bytes = (samples: Samples, y: number) => bytesOf(samples.subarray(y * length, (y + 1) * length));
  yield* inPieces(height, length, (start, end) => {
    for (let y = start; y < end; y++) {
      if (bytes(data, y).equals(bytes(before.data, y))) continue;
      const [row, other] = [data.subarray(y * length), before.data.subarray(y * length)];
      top = Math.min(top, y);
      bottom = y + 1;
      const limit = left * channels;
      for (let at = 0; at < limit; at++) {
        if (row[at] === other[at]) continue;
        left = Math.floor(at / channels);
        break;
      }
      for (let at = length - 1; at >= right * channels; at--) {
        if (row[at] === other[at]) continue;
        right = Math.floor(at / channels) + 1;
        break;
      }
    }
  });
  if (bottom === 0) return { left: 0, top: 0, width: 1, height: 1 };
  return { left, top, width: right - left, height: bottom - top };
}

function bytesOf({ buffer, byteOffset, byteLength }: Samples): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A copy of a rectangle of the picture; the picture itself for all of it. */
function cut(image: Image, { left, top, width, height }: Rectangle): Image {
  if (width === image.width && height === image.height) return image;
  const { channels, data } = image;
  const part = data.slice(0, width * height * channels);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * image.width + left) * channels;
    part.set(data.subarray(start, start + width * channels), y * width * channels);
  }
  return { ...image, width, height, data: part };
}
