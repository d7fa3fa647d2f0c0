import { z } from 'zod';
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { POINT_ENTRY } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import { lutSize, readLut } from '../../kernels/color/lut3d.ts';
import { applyLutExactly, INTERPOLATIONS } from '../../kernels/color/lut3d-reference.ts';
import { applyLut } from '../../kernels/color/lut3d-simd.ts';
import { mapColors } from '../../kernels/pixels/colors.ts';
import { file, number, oneOf } from '../lib/fields.ts';
import type { FurtherSource, Op } from '../op.ts';

const params = z.strictObject({
  lut: file('Table of colours: a .cube file of three dimensions, or a Hald CLUT as a picture.'),
  interpolation: oneOf(INTERPOLATIONS, 'How colours between those of the table are found.'),
  strength: number({
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 1,
    describe: 'Share of the way to the colour that the table has.',
  }),
});

type Params = z.output<typeof params>;

/**
 * Colours as a three-dimensional table has them. Samples are looked up as they are stored, as fractions of
 * white; below 0 and NaN as 0, above 1 as 1. The table's own values may lie anywhere; those that are not
 * finite spoil the colours in the cells around them. With less strength, `strength * table + (1 - strength) *
 * sample`, where NaN counts as 0. Alpha is left alone, and that of the table does not count. Gray becomes RGB.
 *
 * A colour lies in a cell between eight of the table's. `tetrahedral` cuts cells into six parts along their
 * gray diagonal and mixes the four corners of one: Kasson, Nin, Plouffe and Hafner, "Performing color space
 * conversions with three-dimensional linear interpolation" (J. Electronic Imaging 4, 1995); grays keep to the
 * table's grays. `trilinear` mixes all eight. Both give a table that changes nothing exactly that.
 *
 * Reads and writes each pixel once, and 12 or 24 numbers of the table, which neighbours share. sharp has no
 * such operation.
 */
export const lut = defineLut();

function defineLut() {
  return {
    name: 'lut' as const,
    family: 'color',
    aliases: ['clut', 'hald'] as const,
    summary: 'Grade colours by a three-dimensional look-up table.',
    kind: 'compose' as const,
    params,
    positional: ['lut', 'strength', 'interpolation'] as const,
    examples: [{ lut: 'look.cube' }, { lut: 'look.cube', interpolation: 'trilinear', strength: 0.6 }],
    tolerance: { u8: 1, u16: 1, f32: 1e-5 },
    nonFinite:
      'NaN and -infinity are looked up as 0, and infinity as 1; of the sample that is mixed in with less strength, infinity stays and NaN counts as 0.',

    sources: ({ lut }: Params): FurtherSource[] => [{ kind: 'file', name: lut }],

    geometry(input: Shape, _: Params, others: readonly Shape[]): Shape {
      lutSize(others[0] as Shape);
      return inColor(input);
    },

    reference(input: Image, params: Params, output: Image, others: readonly Image[]): void {
      const lattice = toEnd(readLut(others[0] as Image));
      mapColors(input, output, applyLutExactly(lattice, params, WHITE[input.type]));
    },

    features: (_: Shape, { interpolation }: Params) => ({ variant: interpolation }),

    *kernel(input: Image, params: Params, output: Image, others: readonly Image[]): Work<void> {
      yield* applyLut(input, yield* readLut(others[0] as Image), params, output);
    },

    lower(input: Shape, params: Params, others: readonly Shape[]) {
      const shape = others[0] as Shape;
      const goal = inColor(input);
      const uniforms = { white: WHITE[input.type], size: lutSize(shape), strength: params.strength };
      const stage = { module: `ops/color/lut/${params.interpolation}`, uniforms, type: goal.type };
      return [
        { entry: POINT_ENTRY, stages: [stage], source: input, goal, halo: 0, other: { index: 0, shape } },
      ];
    },
  } satisfies Op<Params>;
}

function inColor(input: Shape): Shape {
  return { ...input, channels: hasAlpha(input.channels) ? 4 : 3 };
}
