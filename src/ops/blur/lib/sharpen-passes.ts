/** The GPU passes of `sharpen`. */
import { hasAlpha, type Shape } from '../../../core/image.ts';
import { notingHoles, type Pass, POINT_ENTRY } from '../../../core/pass.ts';
import { WHITE } from '../../../core/pixel.ts';
import { faintAlpha } from '../../../kernels/blur/mixing-space.ts';

/** How differences in lightness are strengthened. */
export interface SharpenCurve {
  readonly m1: number;
  readonly m2: number;
  readonly x1: number;
  readonly y2: number;
  readonly y3: number;
}

export interface Sharpening {
  /** Whether L of CIELAB is sharpened, along the curve, or each channel by an amount above a threshold. */
  readonly lab: boolean;
  /** Of the blur, along one axis. */
  readonly weights: Float64Array;
  readonly amount: number;
  readonly threshold: number;
  readonly curve: SharpenCurve;
}

/** Conversion to CIELAB where it is needed, the blur of the columns, and that of the rows with the result. */
export function sharpenPasses(input: Shape, { lab, weights, amount, threshold, curve }: Sharpening): Pass[] {
  const { m1, m2, x1, y2, y3 } = curve;
  const radius = (weights.length - 1) / 2;
  const white = WHITE[input.type];
  const params = {
    module: 'ops/blur/sharpen/params',
    uniforms: {
      height: input.height,
      radius,
      by_alpha: hasAlpha(input.channels) ? 1 : 0,
      gray: input.channels < 3 ? 1 : 0,
      lab: lab ? 1 : 0,
      faint: faintAlpha(input),
      white,
      amount,
      threshold,
      ...{ m1, m2, x1, y2, y3 },
    },
  };
  const floats = { ...input, type: 'f32' } as const;
  const source = lab ? floats : input;
  const both = { ...floats, height: 2 * input.height };
  const conversion: Pass = {
    entry: POINT_ENTRY,
    stages: [{ module: 'ops/blur/sharpen/to_lab', uniforms: { white }, type: 'f32' }],
    source: input,
    goal: floats,
    halo: 0,
  };
  const weighing = { params, table: Float32Array.from(weights), stages: [] };
  return [
    ...(lab ? [conversion] : []),
    {
      ...weighing,
      entry: 'ops/blur/sharpen/columns',
      ...notingHoles(input),
      source,
      goal: both,
      rows: { scale: 0.5, offset: 0 },
      halo: radius + 1,
    },
    {
      ...weighing,
      entry: 'ops/blur/sharpen/rows',
      rounded: input.type,
      source: both,
      goal: input,
      rows: { scale: 2, offset: 0 },
      halo: 1,
    },
  ];
}
