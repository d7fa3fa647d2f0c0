/** The levels by which histograms count samples and luma, and how a change of luma is applied. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { LEVEL_LIMIT, type PixelType, roundLevel } from '../../core/pixel.ts';

/**
 * Luma of ITU-R BT.601: 0.299, 0.587 and 0.114 in 65536ths, which sum to 65536. Products with 16-bit samples fit 32
 * bits, and the shaders count by the same integers.
 */
const RED = 19595;
const GREEN = 38470;
const BLUE = 7471;

/** Levels by which samples of a pixel type are counted. */
export const LEVELS: Readonly<Record<PixelType, number>> = { u8: 256, u16: 65536, f32: 65536 };

/** Levels for each 1 of a sample. */
export function levelsPerUnit({ type }: Image): number {
  return type === 'f32' ? LEVELS.f32 : 1;
}

/** Columns and rows that one workgroup counts. `wgsl/lib/histogram/tile.wgsl` has the same numbers. */
export const COUNTED_TILE = [256, 64] as const;

/**
 * The level that a sample counts as: its own; for floats the 65536th of 0..1 in which it lies. A power of two gives
 * the same in 32 and in 64 bits.
 */
export function levelOf(sample: number, type: PixelType): number {
  if (type !== 'f32') return sample;
  return Math.min(65535, Math.floor(65536 * clampToUnit(sample)));
}

function clampToUnit(value: number): number {
  return Math.max(0, Math.min(1, value));
}

/** Fills `levels` with the luma levels of the pixels from `first` on; -1 if a colour is NaN, which is not counted. */
export function readLevels({ data, channels, type }: Image, first: number, levels: Int32Array): void {
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  let at = first * channels;
  for (let i = 0; i < levels.length; i++, at += channels) {
    const red = levelOf(data[at] as number, type);
    const sum = RED * red + GREEN * levelOf(data[at + green] as number, type);
    const rounded = sum + BLUE * levelOf(data[at + blue] as number, type) + 32768;
    levels[i] = Number.isNaN(rounded) ? -1 : rounded >>> 16;
  }
}

/**
 * Fills `luma` with the luma of the pixels from `first` on, in the pixel type's levels: whole numbers for integers;
 * for floats unrounded, of samples limited to 0..1, and NaN if a colour is NaN.
 */
export function readLuma({ data, channels, type }: Image, first: number, luma: Float64Array): void {
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  let at = first * channels;
  for (let i = 0; i < luma.length; i++, at += channels) {
    const r = data[at] as number;
    const g = data[at + green] as number;
    const b = data[at + blue] as number;
    if (type !== 'f32') luma[i] = (RED * r + GREEN * g + BLUE * b + 32768) >>> 16;
    else luma[i] = (RED * clampToUnit(r) + GREEN * clampToUnit(g) + BLUE * clampToUnit(b)) / 65536;
  }
}

/** Adds a number to the colours of each pixel from `first` on, and rounds. Where the number is NaN, they stay. */
export function addToColors(input: Image, output: Image, first: number, changes: Float64Array): void {
  const { data: from, channels, type } = input;
  const { data: to } = output;
  const limit = LEVEL_LIMIT[type];
  const alpha = hasAlpha(channels);
  const colors = alpha ? channels - 1 : channels;
  let at = first * channels;
  for (let i = 0; i < changes.length; i++, at += channels) {
    const change = changes[i] as number;
    for (let channel = at; channel < at + colors; channel++) {
      const sample = from[channel] as number;
      to[channel] = Number.isNaN(change) ? sample : roundLevel(sample + change, limit);
    }
    if (alpha) to[at + colors] = from[at + colors] as number;
  }
}
