/** Pixels in memory as callers have them: what their array already says may be left out. */
import { types } from 'node:util';
import { invalidParameters } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import { type PixelType, SAMPLE_ARRAYS, type Samples } from '../core/pixel.ts';

/** Pixels in memory. The samples are interleaved by pixel, rows from top to bottom without padding. */
export interface Pixels extends Pick<Image, 'width' | 'height' | 'extra'> {
  /** Channels of a pixel; without them, the length of the samples tells. */
  readonly channels?: Image['channels'] | undefined;
  /** The pixel type; without it, the array tells: u8, u16 for a `Uint16Array`, f32 for a `Float32Array`. */
  readonly type?: PixelType | undefined;
  /** Meaning of the colour samples: `srgb`, the only one. */
  readonly space?: Image['space'] | undefined;
  /** The samples, in the array of their pixel type. */
  readonly data: Samples | Uint8ClampedArray;
}

/** The shape of samples that are given as bytes, as in sharp. */
export interface RawOptions {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Samples of a pixel, 1 to 4: gray, gray and alpha, RGB, RGB and alpha. */
  readonly channels: Image['channels'];
}

/** The image of these pixels; whether its shape and its samples fit is checked when it is read. */
export function imageOf(pixels: Pixels): Image {
  refuseRawOptions(pixels);
  const { width, height } = pixels;
  const data = samplesOf(pixels.data);
  const type = pixels.type ?? typeOf(data);
  const channels = pixels.channels ?? ((data.length / (width * height)) as Image['channels']);
  return { ...pixels, channels, type, space: pixels.space ?? 'srgb', data };
}

/** Samples with their shape, as sharp takes them: the samples as input, and the shape as the option `raw`. */
export function imageOfRaw(input: unknown, raw: object): unknown {
  const data = types.isAnyArrayBuffer(input) ? new Uint8Array(input) : input;
  return { ...raw, data };
}

/** Throws for what sharp takes beside samples and Noir would get wrong. */
function refuseRawOptions(pixels: object): void {
  const { premultiplied, pageHeight } = pixels as { premultiplied?: unknown; pageHeight?: unknown };
  if (premultiplied)
    throw refused('/premultiplied', 'expected colours that are not multiplied by their alpha');
  if (pageHeight) throw refused('/pageHeight', 'expected the samples of one picture');
}

/** The class of samples for each class of arrays. Clamped bytes only round otherwise. */
const CLASSES: Readonly<Record<string, (typeof SAMPLE_ARRAYS)[PixelType]>> = {
  Uint8Array,
  Uint8ClampedArray: Uint8Array,
  Uint16Array,
  Float32Array,
};

/** The samples in an array of this realm: Jest with jsdom, for one, has classes of its own. */
function samplesOf(data: Pixels['data']): Samples {
  const Samples = ArrayBuffer.isView(data) ? CLASSES[data[Symbol.toStringTag]] : undefined;
  if (!Samples || data instanceof Samples) return data as Samples;
  return new Samples(data.buffer as ArrayBuffer, data.byteOffset, data.length);
}

function typeOf(data: unknown): PixelType {
  const found = Object.entries(SAMPLE_ARRAYS).find(([, array]) => data instanceof array);
  if (found) return found[0] as PixelType;
  const received =
    (data as { constructor?: { name?: string } } | undefined)?.constructor?.name ?? String(data);
  throw refused('/data', `expected a Uint8Array, a Uint16Array or a Float32Array, received ${received}`);
}

function refused(pointer: string, reason: string) {
  return invalidParameters([{ pointer, reason }]);
}
