/** The op `roundCorners`: round the corners. */
import * as z from 'zod';
import { type Extent, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { channelsFor, levelsOf } from '../lib/background.ts';
import { color } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { copyPicture, copyPixels } from './lib/compose.ts';

const radius = z.number().min(0).max(10_000);

/** Turns four equal radii into one. */
function unlisted(radii: number | number[]): number | number[] {
  const [first] = Array.isArray(radii) ? radii : [];
  return Array.isArray(radii) && radii.every((one) => one === first) ? (first as number) : radii;
}

const params = z.strictObject({
  radius: z
    .union([radius, z.array(radius).min(4).max(4)])
    .overwrite(unlisted)
    .default(20)
    .meta({
      description: 'Radius of all corners, or of each: top left, top right, bottom right, bottom left.',
      unit: 'pixels',
      suggested: [0, 200],
    }),
  background: color('transparent', 'Colour of the corners that are cut off.'),
});

type Params = z.output<typeof params>;

/**
 * Rounds the corners, with smooth edges. A pixel belongs to the picture by `0.5 - (d - r)`, limited to 0..1, where
 * `d` is the distance of its centre from the arc's centre. Radii are rounded to half pixels, and scaled down where
 * they would overlap, as in CSS Backgrounds and Borders Level 3, section 5.5. At the arcs, colours are mixed by alpha
 * with the background; alpha is limited to 0..1 and counts as 0 where it is NaN, and colours of transparent pixels do
 * not count. All other pixels stay bit for bit. sharp has no such operation.
 *
 * One read and one write per pixel.
 */
export const roundCorners = defineRoundCorners();

function defineRoundCorners() {
  const op = {
    name: 'roundCorners' as const,
    family: 'layers',
    aliases: [] as const,
    summary: 'Round the corners of the picture.',
    kind: 'geometry' as const,
    params,
    positional: ['radius', 'background'] as const,
    examples: [{ radius: 6 }, { radius: [3, 40, 20.5, 0], background: 'ff8000' }, { background: '20c0ff80' }],
    shown: [{ radius: 24 }, { radius: [3, 60, 20.5, 0], background: 'ff8000' }],
    tolerance: { u8: 1, u16: 1, f32: 2e-6 },
    nonFinite:
      'At the arcs a NaN alpha counts as 0, and NaN and infinite colours stay where alpha is above 0. All other pixels stay.',

    geometry: (input: Shape, { background }: Params): Shape => ({
      ...input,
      channels: channelsFor(background, input),
    }),

    reference(input: Image, params: Params, output: Image): void {
      const corners = cornersOf(input, params.radius);
      const mix = mixer(input, output, params);
      for (let y = 0; y < input.height; y++) {
        for (let x = 0; x < input.width; x++) mix(x, y, coverage(corners, x, y));
      }
    },

    *kernel(input: Image, params: Params, output: Image): Work<void> {
      const { width, height } = input;
      const corners = cornersOf(input, params.radius);
      const mix = mixer(input, output, params);
      yield* copyPicture(input, output);
      for (const { right, bottom, radius } of corners) {
        const side = Math.ceil(radius / 2);
        const [left, top] = [right ? width - side : 0, bottom ? height - side : 0];
        const band = rowsPerYield(side);
        for (let y = top; y < top + side; y++) {
          for (let x = left; x < left + side; x++) mix(x, y, coverage(corners, x, y));
          if (y % band === 0) yield;
        }
      }
    },

    lower(input: Shape, params: Params): Pass[] {
      const goal = op.geometry(input, params);
      const uniforms = {
        background: levelsOf(params.background, input),
        radii: cornersOf(input, params.radius).map((corner) => corner.radius),
      };
      return [
        {
          entry: 'ops/layers/roundCorners/pixels',
          params: { module: 'ops/layers/roundCorners/params', uniforms },
          rounded: goal.type,
          stages: [],
          source: input,
          goal,
          halo: 0,
        },
      ];
    },
  } satisfies Op<Params>;
  return op;
}

/** A corner, in half pixels. */
interface Corner {
  readonly right: boolean;
  readonly bottom: boolean;
  /** Column and row of the arc's centre. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function cornersOf({ width, height }: Extent, radius: Params['radius']): Corner[] {
  const radii = typeof radius === 'number' ? [radius, radius, radius, radius] : radius;
  const [topLeft, topRight, bottomRight, bottomLeft] = radii as [number, number, number, number];
  const factor = Math.min(
    1,
    width / Math.max(topLeft + topRight, bottomLeft + bottomRight, 1),
    height / Math.max(topLeft + bottomLeft, topRight + bottomRight, 1),
  );
  return radii.map((value, index) => {
    const right = index === 1 || index === 2;
    const bottom = index >= 2;
    const half = Math.floor(2 * value * factor);
    return {
      right,
      bottom,
      x: right ? 2 * width - half : half,
      y: bottom ? 2 * height - half : half,
      radius: half,
    };
  });
}

/** The part of a pixel that lies within the arcs; 1 if it belongs to no corner. */
function coverage(corners: readonly Corner[], column: number, row: number): number {
  let least = 1;
  for (const { right, bottom, x, y, radius } of corners) {
    const across = right ? 2 * column + 1 - x : x - 2 * column - 1;
    const down = bottom ? 2 * row + 1 - y : y - 2 * row - 1;
    if (across <= 0 || down <= 0) continue;
    const beyond = (Math.hypot(across, down) - radius) / 2;
    least = Math.max(0, Math.min(least, 0.5 - beyond));
  }
  return least;
}

/** Returns a function that computes one pixel of the result, of which a part is the picture's. */
function mixer(input: Image, output: Image, { background }: Params) {
  const { data, channels, type } = output;
  const [white, limit] = [WHITE[type], LEVEL_LIMIT[type]];
  const behind = levelsOf(background, output);
  const transparent = hasAlpha(channels);
  const beneath = (behind[3] as number) / white;
  return (x: number, y: number, part: number): void => {
    const pixel = y * input.width + x;
    copyPixels(input, output, pixel, pixel + 1);
    if (part === 1) return;
    const at = pixel * channels;
    const last = transparent ? channels - 1 : channels;
    const own = transparent ? (data[at + last] as number) / white : 1;
    const upper = part * (own > 0 ? Math.min(own, 1) : 0);
    const lower = (1 - part) * beneath;
    const alpha = upper + lower;
    for (let channel = 0; channel < last; channel++) {
      const around = behind[channel] as number;
      const mixed = (upper * (data[at + channel] as number) + lower * around) / alpha;
      data[at + channel] = upper === 0 ? around : roundLevel(mixed, limit);
    }
    if (transparent) data[at + last] = roundLevel(alpha * white, limit);
  };
}
