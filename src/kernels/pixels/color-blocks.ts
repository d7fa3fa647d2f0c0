import { colorChannels, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { type PixelType, SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { pickMask, takeMasks } from '../simd/masks.ts';
import type { Simd } from '../simd/simd.ts';
import { viewBytes } from './chunks.ts';
import { BLOCK } from './color-planes.ts';

/** Pixels of a picture as floats in planes, as assembly/colors.ts describes them; `BLOCK` at a time at most. */
export type BlockWork = (first: number, pixels: number, planes: number) => void;

/**
 * Reads pixels of a picture from `first` on: red, green, blue and alpha, of gray pictures the gray in all three; zeros
 * behind, to whole vectors. Of f32 what is not finite may count as 0.
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

/** Writes pixels of a picture, rounded and cut off; gray pictures take red. */
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

/** As `eachBlock`, for a whole picture. */
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

/** Pixels of four samples in a vector. */
function fourOf(type: PixelType): number {
  return 4 / SAMPLE_BYTES[type];
}

function picksOf({ channels }: Shape): number[] {
  const colors = colorChannels(channels) === 1 ? [0] : [0, 1, 2];
  return hasAlpha(channels) ? [...colors, 3] : colors;
}
