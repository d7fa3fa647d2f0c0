import type { z } from 'zod';
import type { Image, Shape } from '../../core/image.ts';
import { POINT_ENTRY, type Uniforms } from '../../core/pass.ts';
import type { PlaneMap } from '../../kernels/pixels/color-planes.ts';
import { type ColorMap, mapColors } from '../../kernels/pixels/colors.ts';
import type { WordMap } from '../../kernels/pixels/linear-words.ts';
import type { ByteMap } from '../../kernels/pixels/luma-bytes.ts';
import type { Picks } from '../../kernels/pixels/picked-channels.ts';
import type { Op } from '../op.ts';

/**
 * An op whose result at a pixel depends on that pixel alone. By itself it reads the picture once and writes
 * it once; fused with the op before it, it moves nothing.
 */
export interface PointOp<Params = unknown> extends Omit<Op<Params>, 'kernel'> {
  readonly kind: 'point';
  /** Each channel of the result depends on the same channel alone, so a table can stand for it. */
  readonly channelwise: boolean;
  /** What happens to colours. The specification; the shader is the optimisation. */
  map(params: Params, input: Shape): ColorMap;
  /** The same within the tolerance and faster, where `map` is too slow to serve. */
  fastMap?(params: Params, input: Shape): ColorMap;
  /** The same from 8-bit samples to 8-bit samples, without colours in between, where that is much faster. */
  byteMap?(params: Params, input: Shape): ByteMap | undefined;
  /** The same from 16-bit samples to 16-bit samples. */
  wordMap?(params: Params, input: Shape): WordMap | undefined;
  /** The same within the tolerance on blocks of floats, also between other ops that have it. */
  planeMap?(params: Params, input: Shape): PlaneMap | undefined;
  /** The channels of the input that the result has, where it has nothing else. */
  picks?(params: Params, input: Shape): Picks | undefined;
}

interface PointOpDefinition<Schema extends z.ZodObject, Name extends string, Positional, Aliases>
  extends Pick<Op, 'family' | 'summary' | 'examples' | 'shown' | 'unlikeSharp' | 'tolerance' | 'nonFinite'>,
    Pick<
      PointOp<z.output<Schema>>,
      'channelwise' | 'map' | 'fastMap' | 'byteMap' | 'wordMap' | 'planeMap' | 'picks' | 'sharp' | 'features'
    > {
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
