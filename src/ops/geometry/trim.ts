/** The op `trim`: cut away the background around the content of the picture. */
import * as z from 'zod';
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { type Box, boundingBox } from '../../kernels/geometry/bounding-box.ts';
import { colorLevels, flag, number, requiredColor } from '../lib/fields.ts';
import { unchanged } from '../lib/unchanged.ts';
import type { Op, Replacement } from '../op.ts';
import { extract } from './extract.ts';

const params = z.strictObject({
  threshold: number({
    unit: '8-bit levels',
    min: 0,
    max: 255,
    default: 10,
    suggested: [0, 100],
    describe:
      'Largest difference from the background that is still cut away. 8-bit levels for every pixel type.',
  }),
  background: requiredColor('Colour to cut away; by default that of the upper left pixel.').optional(),
  margin: z
    .number()
    .int()
    .min(0)
    .max(16384)
    .default(0)
    .meta({ description: 'Pixels of background to keep on each side.', unit: 'pixels', suggested: [0, 100] }),
  lineArt: flag(
    false,
    'Count single pixels as content. Otherwise the median of 3 x 3 pixels is compared, which ignores noise.',
  ),
});

type Params = z.output<typeof params>;

/**
 * Cuts away the background on every side. As sharp's `trim`: with alpha, colours are laid over the background; then
 * they and alpha itself are compared with it, each by itself. A picture that is all background stays as it is.
 * Of an animation, one rectangle is cut out of all frames: the smallest around the content of any of them, with the
 * background of the first.
 *
 * If a margin does not fit on the left or the top, sharp adds the rest on the right or the bottom. It scales 16-bit
 * colours by 256 instead of 257, and the threshold only beside a colour. It truncates colours laid over the
 * background. Here the margin and the threshold are those that were asked for, and colours are rounded.
 *
 * Reads rows from both ends until one has content, then columns between those: at most every sample once, and only a
 * few rows in a picture that fills its frame. NaN differs from every background, and from NaN.
 */
export const trim = defineTrim();

function defineTrim() {
  return {
    ...unchanged,
    name: 'trim' as const,
    family: 'geometry',
    aliases: [] as const,
    summary: 'Cut away the background around the content of the picture.',
    kind: 'geometry' as const,
    params,
    positional: ['threshold', 'background', 'margin', 'lineArt'] as const,
    examples: [{}, { threshold: 100, background: 'black', margin: 1 }],
    nonFinite: 'NaN differs from every background, and from NaN.',
    unlikeSharp:
      'If a margin does not fit on the left or the top, sharp adds the rest on the right or the bottom. It scales 16-bit colours by 256 instead of 257, and scales the threshold only if a background is given. Here the margin and the threshold are those that were asked for.',

    settle: (params: Params) =>
      function* (...frames: readonly Image[]) {
        return { op: extract as unknown as Replacement['op'], params: yield* rectangleOf(frames, params) };
      },
  } satisfies Op<Params>;
}

function* rectangleOf(
  frames: readonly Image[],
  { threshold, background, margin, lineArt }: Params,
): Work<Box> {
  const [first] = frames as readonly [Image];
  const contrast = {
    background: background === undefined ? cornerOf(first) : colorLevels(background, first.type),
    threshold: (threshold * WHITE[first.type]) / 255,
    single: lineArt,
  };
  let found: Box | undefined;
  for (const frame of frames) found = around(found, yield* boundingBox(frame, contrast));
  if (!found) return { left: 0, top: 0, width: first.width, height: first.height };
  const [left, top] = [Math.max(0, found.left - margin), Math.max(0, found.top - margin)];
  const right = Math.min(first.width, found.left + found.width + margin);
  const bottom = Math.min(first.height, found.top + found.height + margin);
  return { left, top, width: right - left, height: bottom - top };
}

/** The smallest rectangle around both. */
function around(a: Box | undefined, b: Box | undefined): Box | undefined {
  if (!a || !b) return a ?? b;
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
  const right = Math.max(a.left + a.width, b.left + b.width);
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** Red, green, blue and alpha of the first pixel. */
function cornerOf({ data, channels, type }: Image): number[] {
  const [red, green, blue] = (channels < 3 ? [data[0], data[0], data[0]] : data) as ArrayLike<number> &
    number[];
  const alpha = hasAlpha(channels) ? data[channels - 1] : WHITE[type];
  return [red, green, blue, alpha] as number[];
}
