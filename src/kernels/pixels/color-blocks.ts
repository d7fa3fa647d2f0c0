/** Reads and writes blocks of a picture's pixels as planes of floats in the SIMD memory. */
import { colorChannels, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { type PixelType, SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { pickMask, takeMasks } from '../simd/masks.ts';
import type { Simd } from '../simd/simd.ts';
import { viewBytes } from './chunks.ts';
import { BLOCK } from './color-planes.ts';

/**
 * Moves `pixels` pixels, `BLOCK` at most, from `first` on between a picture and planes. Their layout is in
 * assembly/colors.ts.
 */
export type BlockWork = (first: number, pixels: number, planes: number) => void;

/**
 * Returns a function that reads red, green, blue and alpha; a gray picture gives its gray three times. Fills with
 * zeros up to whole vectors. With `finite`, NaN and infinities count as 0.
 */
export function blockReader(simd: Simd, input: Image, finite = false): BlockWork {
  const { code } = simd;
  const { channels, type } = input;
  const step = channels * SAMPLE_BYTES[type];
  const data = viewBytes(input.data);
  const place = simd.take((BLOCK + 4) * step);
  const alpha = hasAlpha(channels) ? channels - 1 : undefined;
  const colors = colorChannels(channels) === 1 ? [0, 0, 0] : [0, 1, 2];
  const mask = takeMasks(simd, pickMask([...colors, alpha], channels, SAMPLE_BYTES[type], fourOf(type)));
  const split = { u8: code.splitBytes, u16: code.splitHalves, f32: code.splitFloats }[type];
  return (first, pixels, planes) => {
    simd.bytes.set(data.subarray(first * step, (first + pixels) * step), place);
    simd.bytes.fill(0, place + pixels * step, place + (pixels + 4) * step);
    if (finite && type === 'f32') code.makeFinite(place, pixels * channels);
    split(place, pixels, step, mask, planes);
  };
}

/** Returns a function that writes pixels, rounded and limited to the pixel type; a gray picture takes red. */
export function blockWriter(simd: Simd, output: Image): BlockWork {
  const { code } = simd;
  const { channels, type } = output;
  const step = channels * SAMPLE_BYTES[type];
  const data = viewBytes(output.data);
  const place = simd.take(BLOCK * step);
  const mask = takeMasks(simd, pickMask(picksOf(output), 4, SAMPLE_BYTES[type], fourOf(type)));
  const join = { u8: code.joinBytes, u16: code.joinHalves, f32: code.joinFloats }[type];
  return (first, pixels, planes) => {
    join(planes, pixels, step, mask, place);
    data.set(simd.bytes.subarray(place, place + pixels * step), first * step);
  };
}

/** Blocks between two yields. */
const BLOCKS = 16;

/** Visits a whole picture in blocks, and yields. */
export function* eachBlockInTurns(
  pixels: number,
  visit: (first: number, pixels: number) => void,
): Work<void> {
  for (let first = 0; first < pixels; first += BLOCKS * BLOCK) {
    const end = Math.min(pixels, first + BLOCKS * BLOCK);
    eachBlock(end - first, (at, count) => visit(first + at, count));
    yield;
  }
}

/** Visits neighbouring pixels in blocks. */
export function eachBlock(pixels: number, visit: (first: number, pixels: number) => void): void {
  for (let first = 0; first < pixels; first += BLOCK) visit(first, Math.min(BLOCK, pixels - first));
}

/** Pixels whose samples fill a vector, if each has four. */
function fourOf(type: PixelType): number {
  return 4 / SAMPLE_BYTES[type];
}

function picksOf({ channels }: Shape): number[] {
  const colors = colorChannels(channels) === 1 ? [0] : [0, 1, 2];
  return hasAlpha(channels) ? [...colors, 3] : colors;
}
