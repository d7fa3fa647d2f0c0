import { hasAlpha, type Shape } from '../../core/image.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import { stepPixels } from '../../plan/work.ts';

/** Nanoseconds for each pixel of a picture. */
// biome-ignore lint/suspicious/noExplicitAny: each op has its own parameters, checked by its schema
type Pace = (input: Shape, params: any) => number;

/** By what is most of libvips' work: gray, RGB, and RGB with an alpha channel to be kept apart. */
const byChannels =
  (gray: number, rgb: number, rgba: number): Pace =>
  ({ channels }) =>
    channels < 3 ? gray : channels === 3 ? rgb : rgba;

const byType =
  (bytes: Pace, words: Pace): Pace =>
  (input, params) =>
    (input.type === 'u8' ? bytes : words)(input, params);

const ofAlpha =
  (pace: number): Pace =>
  ({ channels }) =>
    hasAlpha(channels) ? pace : 0.3;

const line = byType(byChannels(2.6, 6.2, 8.8), byChannels(1.1, 3.4, 7.5));
/** Colours of gray pictures need nothing but a copy. */
const matrix = byChannels(0.45, 12.1, 22);

/** What libvips takes, raw samples in and out; see decision 12 for the machine. */
const PACES = new Map(
  Object.entries<Pace>({
    autoOrient: byType(
      () => 1.4,
      () => 3.5,
    ),
    bandbool: () => 1.4,
    border: () => 0.9,
    brightness: line,
    contrast: line,
    convolve: ({ channels }, { width, height }) => ((2 + 1.55 * width * height) * channels) / 3,
    ensureAlpha: byType(byChannels(7.5, 0.75, 0.3), byChannels(2.3, 5.7, 0.7)),
    extend: () => 0.5,
    extract: () => 1,
    extractChannel: byChannels(0.5, 9.4, 14),
    flatten: ofAlpha(3.7),
    flip: () => 0.5,
    flop: byType(byChannels(0.9, 1.4, 1.5), byChannels(1.2, 2, 1.4)),
    gamma: byType(byChannels(1.3, 2.5, 8.4), byChannels(3.4, 2.7, 20)),
    greyscale: (input, { method }) => {
      if (input.channels < 3) return 0.45;
      return method === 'luminance' ? 3.8 : byChannels(0.45, 15.6, 24)(input, {});
    },
    hue: matrix,
    linear: line,
    median: ({ channels, type }, { size }) => {
      const words = size === 3 ? 195 : 25 * size * size;
      return ((type === 'u16' ? words : size === 3 ? 195 : 125 + 1.7 * size) * channels) / 3;
    },
    modulate: byChannels(34, 39, 42),
    negate: byType(byChannels(0.45, 0.35, 2.7), byChannels(0.7, 0.75, 6)),
    recomb: byChannels(13.5, 12.2, 21.6),
    removeAlpha: ofAlpha(1.6),
    rotate: (input, { angle }) => (angle % 180 === 0 ? 1.4 : 2.3) * (input.type === 'u8' ? 1 : 1.5),
    saturation: matrix,
    sepia: byChannels(13.5, 12.2, 21.6),
    sharpen: ({ channels }) => 3.7 * channels,
    threshold: byChannels(1.25, 1.8, 1.8),
    unflatten: () => 7.5,
    vibrance: matrix,
  }),
);

/** Milliseconds that a pipeline takes besides: opening it, libvips' threads, and copies in and out. */
export const PIPELINE = 0.2;

/** Milliseconds of a step in libvips; undefined where nobody has measured it. */
export function pipelineTime(step: PlannedStep): number | undefined {
  const pace = PACES.get(step.op.name)?.(step.input, step.params);
  return pace === undefined ? undefined : PIPELINE + (pace * stepPixels(step)) / 1e6;
}
