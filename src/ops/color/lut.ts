/** The op `lut`: grade colours by a three-dimensional look-up table. */
import * as z from 'zod';
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
  lut: file('Look-up table: a three-dimensional .cube file, or a picture that is a Hald CLUT.'),
  interpolation: oneOf(INTERPOLATIONS, "Interpolation between the table's colours."),
  strength: number({
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 1,
    describe: "How far colours move towards the table's: 0 is not at all, 1 is all the way.",
  }),
});

type Params = z.output<typeof params>;

/**
 * Maps colours by a three-dimensional look-up table. Samples are looked up as they are stored, as fractions of white;
 * below 0 and NaN as 0, above 1 as 1. The table's own values are not limited; those that are not finite affect the
 * cells around them. With a strength below 1 the result is `strength * table + (1 - strength) * sample`, where NaN
 * counts as 0. Alpha stays, and that of the table is ignored. Gray pictures become RGB.
 *
 * A colour lies in a cell between eight colours of the table. `tetrahedral` cuts cells into six tetrahedra along
 * their gray diagonal and mixes the four corners of one: Kasson, Nin, Plouffe and Hafner, "Performing color space
 * conversions with three-dimensional linear interpolation" (J. Electronic Imaging 4, 1995); grays stay on the table's
 * grays. `trilinear` mixes all eight. An identity table changes nothing, exactly.
 *
 * Reads and writes each pixel once, and reads 12 or 24 numbers of the table, which neighbours share. sharp has no
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
      'NaN and -infinity are looked up as 0, infinity as 1. With a strength below 1 an infinite sample stays infinite, and NaN counts as 0.',

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
