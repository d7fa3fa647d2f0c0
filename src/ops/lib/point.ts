/** What ops share that change each pixel by itself: their parts on the CPU, and what follows from those. */
import type * as z from 'zod';
import type { Image, Shape } from '../../core/image.ts';
import { POINT_ENTRY, type Uniforms } from '../../core/pass.ts';
import type { PlaneMap } from '../../kernels/pixels/color-planes.ts';
import { type ColorMap, mapColors } from '../../kernels/pixels/colors.ts';
import type { Picks } from '../../kernels/pixels/picked-channels.ts';
import type { ByteMap, WordMap } from '../../kernels/pixels/sample-maps.ts';
import type { Op } from '../op.ts';

/**
 * An op whose result at a pixel depends on that pixel alone. By itself it reads the picture once and writes
 * it once; fused with the op before it, it moves nothing.
 */
export interface PointOp<Params = unknown> extends Omit<Op<Params>, 'kernel'> {
  readonly kind: 'point';
  /** Each channel of the result depends on the same channel alone, so a table can stand for it. */
  readonly channelwise: boolean;
  /** Maps colours in f64. This is the specification; the shader and the forms in `cpu` are faster. */
  map(params: Params, input: Shape): ColorMap;
  /** Faster forms for the CPU, each within the tolerance. */
  readonly cpu?: CpuForms<Params>;
}

/**
 * The forms that a point op has on the CPU. A form that returns undefined does not serve such parameters or pictures.
 * `pickForm` in `backends/cpu/forms.ts` takes the first that does, in this order, and `map` where none does.
 *
 * @public Declarations of ops name it.
 */
export interface CpuForms<Params> {
  /** For an op that only copies channels or fills them with a level: the source of each channel of the result. */
  picks?(params: Params, input: Shape): Picks | undefined;
  /** Maps 8-bit samples to 8-bit samples. */
  bytes?(params: Params, input: Shape): ByteMap | undefined;
  /** Maps 16-bit samples to 16-bit samples. */
  words?(params: Params, input: Shape): WordMap | undefined;
  /** Maps blocks of 32-bit floats, one plane for each colour. Neighbouring steps that have this form share the planes. */
  planes?(params: Params, input: Shape): PlaneMap | undefined;
  /** Maps colours in f64 as `map` does, with tables where that is slow. */
  colors?(params: Params, input: Shape): ColorMap;
}

export function isPointOp(op: Op): op is PointOp {
  return op.kind === 'point';
}

/** The fastest map of an op's colours in f64. */
export function colorsOf<Params>(
  { cpu, map }: Pick<PointOp<Params>, 'cpu' | 'map'>,
  params: Params,
  input: Shape,
): ColorMap {
  return (cpu?.colors ?? map)(params, input);
}

interface PointOpDefinition<Schema extends z.ZodObject, Name extends string, Positional, Aliases>
  extends Pick<
      Op,
      'family' | 'summary' | 'examples' | 'shown' | 'unlikeSharp' | 'tolerance' | 'nonFinite' | 'unitFloats'
    >,
    Pick<PointOp<z.output<Schema>>, 'channelwise' | 'map' | 'cpu' | 'sharp' | 'features' | 'settle'> {
  readonly name: Name;
  readonly aliases?: Aliases;
  readonly params: Schema;
  readonly positional: Positional;
  /** The result's shape; the input's own by default. */
  geometry?(input: Shape, params: z.output<Schema>): Shape;
  /** Module below `wgsl/ops/`; by default the op's family and name, as in `tone/linear`. */
  shader?(params: z.output<Schema>): string;
  /** Source of the shader, where it does not lie below `wgsl/`, under the module's full name. */
  code?(): string;
  /** Values for the shader's `struct Params`. */
  uniforms(params: z.output<Schema>, input: Shape): Uniforms;
}

/** Completes a point op: geometry, reference and lowering follow from `map` and the shader. */
export function definePointOp<
  Schema extends z.ZodObject,
  const Name extends string,
  const Positional extends readonly (keyof z.output<Schema> & string)[],
  const Aliases extends readonly string[] = readonly [],
>(definition: PointOpDefinition<Schema, Name, Positional, Aliases>) {
  type Params = z.output<Schema>;
  const op = {
    shader: () => `${definition.family}/${definition.name}`,
    geometry: (input: Shape): Shape => input,
    ...definition,
    aliases: (definition.aliases ?? []) as Aliases,
    kind: 'point' as const,

    reference(input: Image, params: Params, output: Image): void {
      mapColors(input, output, op.map(params, input));
    },

    lower(input: Shape, params: Params) {
      const goal = op.geometry(input, params);
      const code = definition.code?.();
      const stage = {
        module: code === undefined ? `ops/${op.shader(params)}` : op.shader(params),
        ...(code !== undefined && { code }),
        uniforms: op.uniforms(params, input),
        type: goal.type,
      };
      return [{ entry: POINT_ENTRY, stages: [stage], source: input, goal, halo: 0 }];
    },
  };
  return op;
}
