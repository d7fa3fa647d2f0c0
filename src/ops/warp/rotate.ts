/** The op `rotate`: turn the picture by quarters. */
import * as z from 'zod';
import type { Extent, Image, Shape } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import { INTERPOLATORS } from '../../math/interpolators.ts';
import { color, number, oneOf } from '../lib/fields.ts';
import { defineRemap, type PixelMap, UNMOVED } from '../lib/remap.ts';
import type { Op } from '../op.ts';
import { layOutAffine } from './lib/affine-map.ts';
import { byWarp, type Warp } from './lib/warp.ts';

/** Quarter turns to the right, from none to three. */
const TURNS: readonly ((extent: Extent) => PixelMap)[] = [
  () => UNMOVED,
  ({ height }) => ({ origin: [0, height - 1], across: [0, -1], down: [1, 0] }),
  ({ width, height }) => ({ origin: [width - 1, height - 1], across: [-1, 0], down: [0, -1] }),
  ({ width }) => ({ origin: [width - 1, 0], across: [0, 1], down: [-1, 0] }),
];

const params = z.strictObject({
  angle: number({
    unit: 'degrees',
    min: -3600,
    max: 3600,
    default: 0,
    suggested: [-180, 180],
    describe: 'Angle by which the picture turns, clockwise if positive.',
  }).overwrite(oneTurn),
  background: color(
    'black',
    'Colour of the new corners, which appear unless the angle is a multiple of 90. A coloured one makes gray pictures RGB, a transparent one adds alpha.',
  ),
  interpolator: oneOf(INTERPOLATORS, 'How samples between pixels are interpolated.'),
});

type Params = z.output<typeof params>;

/**
 * Turns multiples of 90 into 0, 90, 180 or 270 degrees. Other angles stay: the sines of 33 and 393 degrees are
 * rounded differently.
 */
function oneTurn(angle: number): number {
  return angle % 90 === 0 ? ((angle % 360) + 360) % 360 : angle;
}

/** Quarter turns in an angle, 0 to 3; a fraction for angles in between. */
function quarterTurns(angle: number): number {
  return (((angle / 90) % 4) + 4) % 4;
}

/** Exact turns by multiples of 90 degrees. */
const quarters = defineRemap({
  name: 'rotate',
  family: 'warp',
  summary: 'Turn the picture by quarters.',
  params,
  positional: [],
  examples: [],

  geometry(input, { angle }) {
    const { width, height } = input;
    return quarterTurns(angle) % 2 === 0 ? input : { ...input, width: height, height: width };
  },

  map: ({ angle }, input) => (TURNS[quarterTurns(angle)] as (typeof TURNS)[0])(input),
});

/**
 * Multiples of 90 degrees only move pixels. Other angles turn the picture within a result that holds all of it;
 * `Warp` tells what happens to edges, alpha and NaN. Extents and positions are sharp's. sharp always interpolates
 * bilinearly, and takes the colour of a translucent background for a premultiplied one.
 */
export const rotate = defineRotate();

function defineRotate() {
  const isExact = ({ angle }: Params) => angle % 90 === 0;
  const others = byWarp(layOut);
  const turner = (params: Params) => (isExact(params) ? quarters : others);
  return {
    name: 'rotate' as const,
    family: 'warp' as const,
    aliases: [] as const,
    summary: 'Turn the picture by an angle.',
    kind: 'geometry' as const,
    params,
    positional: ['angle', 'background', 'interpolator'] as const,
    examples: [
      { angle: 90 },
      { angle: 180 },
      { angle: -90 },
      { angle: 33.3 },
      { angle: -100, background: '20c0ff80', interpolator: 'bicubic' },
    ],
    // Quarter turns are exact.
    tolerance: others.tolerance,
    nonFinite:
      'Quarter turns and `nearest` move NaN and infinities like other samples. Otherwise NaN is a hole: a pixel is made of its other neighbours. It becomes NaN where there are none or, with `bicubic`, where less than half of the weights is left. With `nohalo`, NaN spreads. An infinity spreads to the pixels in which it has a weight, unless its alpha is 0. An infinite alpha makes colours NaN; where alpha becomes NaN, 0 or less, colours are black.',
    unlikeSharp:
      'sharp takes the colour of a translucent background for a premultiplied one, so it comes out too bright (20 dB). It offers no choice of interpolators.',

    geometry: (input: Shape, params: Params): Shape => turner(params).geometry(input, params),

    /** sharp's `rotate()` without an angle means `autoOrient()`. */
    changesNothing: (_: Shape, { angle }: Params) => angle % 360 === 0,

    reference(input: Image, params: Params, output: Image): void {
      turner(params).reference(input, params, output);
    },

    features(_: Shape, { angle, interpolator }: Params) {
      if (angle % 180 === 0) return { variant: 'half' };
      return { variant: angle % 90 === 0 ? 'quarter' : interpolator };
    },

    kernel(input: Image, params: Params, output: Image): Work<void> {
      return turner(params).kernel(input, params, output);
    },

    lower: (input: Shape, params: Params) => turner(params).lower(input, params),

    sharp(pipeline, params, { type }) {
      // libvips passes floats through its 8-bit colour spaces.
      return type === 'f32' || !isExact(params) ? undefined : pipeline.rotate(params.angle);
    },
  } satisfies Op<Params>;
}

function layOut(input: Extent, params: Params): Warp {
  const radians = (params.angle / 180) * Math.PI;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const matrix = [cosine, -sine, sine, cosine];
  return { ...params, ...layOutAffine(input, { matrix, before: [0, 0], after: [0, 0] }) };
}
