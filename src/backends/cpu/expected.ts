import { hasAlpha, pixelCount, type Shape, sampleCount } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
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

const byColors =
  (gray: number, colors: number): Pace =>
  ({ channels }) =>
    channels < 3 ? gray : colors;

const matrix = byColors(6.5, 14.5);
/** Pixels of one or four bytes are moved as words. */
const moving = ({ channels, type }: Shape) => (channels === 3 ? 3.3 : type === 'u8' ? 1.3 : 3);

/** Rows are copied as they are unless an alpha channel is added. */
const extending: Pace = (input, _, output) => (input.channels === output.channels ? 0.3 : 5);

/**
 * What the kernels of ops take that libvips has too; see decision 12 for the machine. Of other ops the same
 * time is part of every backend's, so that a guess will do.
 */
const PACES = new Map(
  Object.entries<Pace>({
    autoOrient: () => 0.2,
    bandbool: () => 16,
    border: extending,
    convolve: ({ channels }, { width, height }) => (Math.min(10 + 2 * width * height, 100) * channels) / 3,
    ensureAlpha: ({ channels }) => (hasAlpha(channels) ? 0.2 : 3.5 + 1.5 * channels),
    extend: extending,
    extract: () => 0.3,
    extractChannel: byColors(7.5, 24),
    flatten: ofAlpha(14.5),
    flip: () => 0.2,
    flop: moving,
    greyscale: ({ channels, type }, { method }) => {
      if (channels < 3) return 7;
      if (method === 'luminance') return 31;
      return type === 'u8' ? 4.5 : 11;
    },
    hue: matrix,
    // Windows of 7 and more pixels are worked by wavelet matrices.
    median: ({ channels, type }, { size }) => {
      const [least, five, more] = type === 'u8' ? [135, 212, 380] : [130, 360, 500];
      return ((size === 3 ? least : size === 5 ? five : more) * channels) / 3;
    },
    modulate: byColors(7.2, 88),
    recomb: matrix,
    removeAlpha: ofAlpha(4.5),
    rotate: (input, { angle }) => (angle % 90 === 0 ? moving(input) + 0.5 : 40),
    saturation: matrix,
    sepia: matrix,
    sharpen: ({ channels }) => 12 * channels,
    threshold: byColors(6.6, 19),
    vibrance: byColors(6.5, 40),
  }),
);

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
