/** Caches the results of a slow map of colours, since the colours of a photo repeat. */
import { hasAlpha, type Image, pixelCount } from '../../core/image.ts';
import { type Channels, roundLevel } from '../../core/pixel.ts';
import { type Work, workOf } from '../../core/turns.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import type { PixelRange } from './pixel-range.ts';

/** Bits of a slot's index: 2 MiB of colours with their results, of which a photo's neighbourhood uses little. */
const SLOT_BITS = 18;

/** 2^32 divided by the golden ratio. Its multiples spread evenly (Knuth's multiplicative hashing). */
const GOLDEN = 0x9e3779b1;

/** Pixels of a block. Its colours that are not cached are mapped together. */
const BLOCK = 2048;

/** Pixels from which a cache pays. */
const WORTHWHILE = 2 ** 15;

/** Whether results can be cached: both colours must fit into 32 bits. */
export function keepsColors(input: Image, output: Image): boolean {
  return input.type === 'u8' && output.type === 'u8' && pixelCount(input) >= WORTHWHILE;
}

/**
 * Maps each colour once and looks it up where it returns soon: most pixels of photos then cost a few nanoseconds,
 * however slow the map. If colours hardly return at the beginning of a range, `direct` maps the rest of it.
 */
export function keptColors(input: Image, output: Image, map: ColorMap, direct: PixelRange): PixelRange {
  // Each slot holds a colour and its result.
  const slots = new Int32Array(2 * 2 ** SLOT_BITS);
  // An empty slot looks like black without alpha, whose slot is 0. The colour 1 belongs elsewhere.
  slots[0] = 1;
  const work = blockWorker(input, output, map, slots);
  return function* (start, end): Work<void> {
    let missed = 0;
    for (let first = start; first < end; first += BLOCK) {
      const last = Math.min(end, first + BLOCK);
      missed += work(first, last);
      const done = last - start;
      if (done >= 8 * BLOCK && missed > done / 2) {
        yield* workOf(direct(last, end));
        return;
      }
      yield;
    }
  };
}

/** Returns a function that maps the pixels of one block, and returns how many colours were not cached. */
function blockWorker(
  input: Image,
  output: Image,
  map: ColorMap,
  slots: Int32Array,
): (first: number, last: number) => number {
  const packed = new Int32Array(BLOCK);
  const misses = new Int32Array(BLOCK);
  const colors = new Float64Array(4 * BLOCK);
  return (first, last) => {
    const count = last - first;
    packPixels(input.data as Uint8Array, input.channels, first, packed.subarray(0, count));
    let missed = 0;
    for (let at = 0; at < count; at++) {
      const key = packed[at] as number;
      const slot = slotOf(key);
      if (slots[slot] === key) packed[at] = slots[slot + 1] as number;
      else misses[missed++] = at;
    }
    if (missed > 0) {
      const missing = colors.subarray(0, 4 * missed);
      spreadColors(packed, misses, input.channels, missing);
      map(missing);
      for (let index = 0; index < missed; index++) {
        const at = misses[index] as number;
        const key = packed[at] as number;
        const result = packColor(colors, 4 * index, output.channels);
        const slot = slotOf(key);
        slots[slot] = key;
        slots[slot + 1] = result;
        packed[at] = result;
      }
    }
    unpackPixels(packed.subarray(0, count), output.data as Uint8Array, output.channels, first);
    return missed;
  };
}

/**
 * The index of a colour's slot. Neighbours in a photo differ in the low bits of their colours, and so share cache
 * lines; the high bits and alpha choose where.
 */
function slotOf(key: number): number {
  const low = (key & 63) | ((key >>> 2) & 0xfc0) | ((key >>> 4) & 0x3f000);
  return 2 * (low ^ (Math.imul(key & 0xffc0c0c0, GOLDEN) >>> (32 - SLOT_BITS)));
}

/** Packs each pixel into one number, the first sample lowest. */
function packPixels(data: Uint8Array, channels: Channels, first: number, to: Int32Array): void {
  let from = first * channels;
  if (channels === 3) {
    for (let at = 0; at < to.length; at++, from += 3) {
      to[at] =
        (data[from] as number) | ((data[from + 1] as number) << 8) | ((data[from + 2] as number) << 16);
    }
    return;
  }
  for (let at = 0; at < to.length; at++) {
    let pixel = 0;
    for (let channel = 0; channel < channels; channel++) {
      pixel |= (data[from++] as number) << (8 * channel);
    }
    to[at] = pixel;
  }
}

function unpackPixels(pixels: Int32Array, data: Uint8Array, channels: Channels, first: number): void {
  let to = first * channels;
  if (channels === 3) {
    for (let at = 0; at < pixels.length; at++, to += 3) {
      const pixel = pixels[at] as number;
      data[to] = pixel;
      data[to + 1] = pixel >>> 8;
      data[to + 2] = pixel >>> 16;
    }
    return;
  }
  for (let at = 0; at < pixels.length; at++) {
    for (let channel = 0; channel < channels; channel++) {
      data[to++] = (pixels[at] as number) >>> (8 * channel);
    }
  }
}

/** Unpacks the listed pixels to colours, as `mapColors` loads them. */
function spreadColors(
  pixels: Int32Array,
  listed: Int32Array,
  channels: Channels,
  colors: Float64Array,
): void {
  const [green, blue] = channels < 3 ? [0, 0] : [8, 16];
  const alphaAt = hasAlpha(channels) ? 8 * (channels - 1) : -1;
  for (let at = 0; at < colors.length; at += 4) {
    const pixel = pixels[listed[at / 4] as number] as number;
    colors[at] = pixel & 255;
    colors[at + 1] = (pixel >>> green) & 255;
    colors[at + 2] = (pixel >>> blue) & 255;
    colors[at + 3] = alphaAt < 0 ? 255 : (pixel >>> alphaAt) & 255;
  }
}

/** Packs a colour into one number, rounded as `mapColors` stores it. */
function packColor(colors: Float64Array, at: number, channels: Channels): number {
  const red = roundLevel(colors[at] as number, 255);
  const alpha = hasAlpha(channels) ? roundLevel(colors[at + 3] as number, 255) : 0;
  if (channels < 3) return red | (alpha << 8);
  const green = roundLevel(colors[at + 1] as number, 255);
  const blue = roundLevel(colors[at + 2] as number, 255);
  return red | (green << 8) | (blue << 16) | (alpha << 24);
}
