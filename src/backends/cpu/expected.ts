import { hasAlpha, pixelCount, type Shape, sampleCount } from '../../core/image.ts';
import { type PixelType, SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import type { PointOp } from '../../ops/point.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import { stepPixels } from '../../plan/work.ts';

/** Nanoseconds for each pixel of a picture. */
// biome-ignore lint/suspicious/noExplicitAny: each op has its own parameters, checked by its schema
type Pace = (input: Shape, params: any, output: Shape) => number;

/** Copies where there is no alpha channel to do something about. */
const ofAlpha =
  (pace: number): Pace =>
  ({ channels }) =>
    hasAlpha(channels) ? pace : 0.2;

/** By pixel type, for red, green and blue, and so much of it for other numbers of channels. */
const bySamples =
  (paces: Readonly<Record<PixelType, number>>): Pace =>
  ({ channels, type }) =>
    (paces[type] * channels) / 3;

const bytesOf = ({ channels, type }: Shape) => channels * SAMPLE_BYTES[type];

/** Samples that are moved, compared or turned over in vectors: by the bytes that are read and written. */
const copying: Pace = (input, _, output) => 0.08 * (bytesOf(input) + bytesOf(output));

const matrix: Pace = ({ type }) => (type === 'f32' ? 3 : 2.1);
const inLight: Pace = () => 12;
const extremum = bySamples({ u8: 0.9, u16: 1.5, f32: 4 });

/** Rows are copied as they are unless an alpha channel is added. */
const extending: Pace = (input, _, output) => (input.channels === output.channels ? 0.3 : 5);

/** Sums of weighted neighbours; pixels with an alpha channel are multiplied by it and divided again. */
const weighing =
  (paces: Readonly<Record<PixelType, number>>, byAlpha: number): Pace =>
  ({ channels, type }) =>
    channels === 4 ? byAlpha : (paces[type] * channels) / 3;

/**
 * What the kernels of ops take, first of all of those that libvips has too; see decision 12 for the machine. Of
 * other ops the same time is part of every backend's, so that a guess will do.
 */
const PACES = new Map(
  Object.entries<Pace>({
    autoOrient: () => 0.2,
    bandbool: copying,
    bilateral: () => 145,
    blur: weighing({ u8: 4, u16: 9, f32: 9 }, 33),
    border: extending,
    boxBlur: bySamples({ u8: 3.5, u16: 3.8, f32: 10 }),
    convolve: ({ channels, type }, { width, height }) => {
      const pace = type === 'u8' ? 1 + 0.08 * width * height : 1.9 + 0.15 * width * height;
      return channels === 4 ? 6 + pace : (Math.min(pace, 100) * channels) / 3;
    },
    denoise: () => 140,
    dilate: extremum,
    ensureAlpha: (input, _, output) => (hasAlpha(input.channels) ? 0.2 : copying(input, {}, output)),
    erode: extremum,
    extend: extending,
    extract: () => 0.3,
    extractChannel: copying,
    flatten: ofAlpha(2.4),
    flip: () => 0.2,
    flop: copying,
    greyscale: ({ channels, type }, { method }) => {
      if (channels < 3) return 7;
      if (method === 'luminance') return 31;
      return type === 'u8' ? 0.65 : 11;
    },
    highlights: inLight,
    hue: matrix,
    joinChannel: copying,
    // Windows up to 5 pixels wide are sorted, larger ones counted in bytes and worked by wavelet matrices in others.
    median: ({ channels, type }, { size }) => {
      const [least, five, more] = PACES_OF_MEDIAN[type];
      return ((size === 3 ? least : size === 5 ? five : more) * channels) / 3;
    },
    modulate: () => 14,
    negate: copying,
    recomb: matrix,
    removeAlpha: (input, _, output) => (hasAlpha(input.channels) ? copying(input, {}, output) : 0.2),
    resize: weighing({ u8: 2.2, u16: 3.2, f32: 10 }, 13),
    // Quarter turns that make columns of rows take longer than copying.
    rotate: (input, { angle }, output) => {
      if (angle % 90 !== 0) return 14;
      return angle % 180 === 0 ? copying(input, {}, output) : 0.3 * bytesOf(input);
    },
    saturation: matrix,
    sepia: matrix,
    shadows: inLight,
    sharpen: ({ channels }, { sigma, method }) => {
      if (method === 'unsharp') return 2.1 * channels;
      return (sigma === undefined ? 0.85 : 6) * channels;
    },
    threshold: (input, { greyscale }, output) =>
      greyscale && input.channels > 2 && input.type !== 'f32' ? 1.8 : copying(input, {}, output),
    vibrance: matrix,
  }),
);

const PACES_OF_MEDIAN = { u8: [0.7, 3.4, 62], u16: [1.2, 6.8, 450], f32: [4, 16, 650] } as const;

const OTHER_POINT = 15;
const OTHER = 40;
/** A table's entry for one level of all channels, then a sample that is looked up. */
const LEVEL = 260;
const LOOKED_UP = { u8: 1.3, u16: 1.9 } as const;
/** A pixel of an op for which no table pays. */
const CURVE = 15;

/** Milliseconds that neighbouring point ops, or one other op, take on the CPU. */
export function groupTime(group: readonly PlannedStep[]): number {
  const curves = group.filter(isCurve);
  const rest = group.filter((step) => !isCurve(step));
  const nanoseconds = rest.reduce((sum, step) => sum + paceOf(step) * stepPixels(step), curvesTime(curves));
  return nanoseconds / 1e6;
}

function isCurve({ op }: PlannedStep): boolean {
  return op.kind === 'point' && (op as unknown as PointOp).channelwise && !PACES.has(op.name);
}

/** One table stands for all of them. */
function curvesTime(curves: readonly PlannedStep[]): number {
  const input = curves[0]?.input;
  if (!input) return 0;
  const samples = sampleCount(input);
  const levels = WHITE[input.type] + 1;
  if (input.type === 'f32' || 4 * levels > samples) return curves.length * CURVE * pixelCount(input);
  return LEVEL * levels + LOOKED_UP[input.type] * samples;
}

function paceOf({ op, input, params, output }: PlannedStep): number {
  return PACES.get(op.name)?.(input, params, output) ?? (op.kind === 'point' ? OTHER_POINT : OTHER);
}
