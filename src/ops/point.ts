import type { z } from 'zod';
import type { Image, Shape } from '../core/image.ts';
import { hasAlpha, pixelCount } from '../core/image.ts';
import type { Uniforms } from '../core/pass.ts';
import { quantize, WHITE } from '../core/pixel.ts';
import type { Op } from './op.ts';

/**
 * Red, green, blue and alpha of one pixel, as numbers of its pixel type. Gray pictures have their value
 * in all three colours; pictures without alpha are opaque.
 */
export type Color = [red: number, green: number, blue: number, alpha: number];

/** Changes a colour in place, in f64. */
export type PixelFunction = (color: Color) => void;

/** An op whose result at a pixel depends on that pixel alone. */
export interface PointOp<Params = unknown> extends Op<Params> {
  readonly kind: 'point';
  /** Each channel of the result depends on the same channel alone, so a table can stand for it. */
  readonly channelwise: boolean;
  /** What happens to one pixel. The specification; the shader is the optimisation. */
  pixel(params: Params, input: Shape): PixelFunction;
}

interface PointOpDefinition<Schema extends z.ZodObject, Name extends string, Positional>
  extends Pick<Op, 'summary' | 'examples' | 'tolerance'> {
  readonly name: Name;
  readonly aliases?: readonly string[];
  readonly params: Schema;
  readonly positional: Positional;
  readonly channelwise: boolean;
  /** The result's shape; the input's own by default. */
  geometry?(input: Shape, params: z.output<Schema>): Shape;
  pixel(params: z.output<Schema>, input: Shape): PixelFunction;
  /** Module below `wgsl/ops/`; the op's name by default. */
  shader?(params: z.output<Schema>): string;
  /** Values for the shader's `struct Params`. */
  uniforms(params: z.output<Schema>, input: Shape): Uniforms;
  sharp?: Op<z.output<Schema>>['sharp'];
}

/** Completes a point op: geometry, reference and lowering follow from `pixel` and the shader. */
export function definePointOp<
  Schema extends z.ZodObject,
  const Name extends string,
  const Positional extends readonly (keyof z.output<Schema> & string)[],
>(definition: PointOpDefinition<Schema, Name, Positional>) {
  type Params = z.output<Schema>;
  const op = {
    aliases: [],
    shader: () => definition.name,
    geometry: (input: Shape): Shape => input,
    ...definition,
    kind: 'point' as const,

    reference(input: Image, params: Params, output: Image): void {
      mapPixels(input, output, op.pixel(params, input));
    },

    lower(input: Shape, params: Params) {
      const goal = op.geometry(input, params);
      const stage = {
        module: `ops/${op.shader(params)}`,
        uniforms: op.uniforms(params, input),
        type: goal.type,
      };
      return [{ entry: 'entry/point', stages: [stage], source: input, goal, halo: 0 }];
    },
  };
  return op;
}

/** Runs a pixel function over a picture, rounding each sample to the output's pixel type. */
function mapPixels(input: Image, output: Image, change: PixelFunction): void {
  const color: Color = [0, 0, 0, 0];
  for (let pixel = 0; pixel < pixelCount(input); pixel++) {
    readColor(input, pixel, color);
    change(color);
    writeColor(output, pixel, color);
  }
}

/** Reads one pixel, spreading gray over the colours and making it opaque where there is no alpha. */
export function readColor({ data, channels, type }: Image, pixel: number, color: Color): void {
  const at = pixel * channels;
  const gray = channels < 3;
  color[0] = data[at] as number;
  color[1] = gray ? color[0] : (data[at + 1] as number);
  color[2] = gray ? color[0] : (data[at + 2] as number);
  color[3] = hasAlpha(channels) ? (data[at + channels - 1] as number) : WHITE[type];
}

/** Stores one pixel; gray pictures keep the first colour. */
export function writeColor({ data, channels, type }: Image, pixel: number, color: Color): void {
  const at = pixel * channels;
  data[at] = quantize(type, color[0]);
  if (channels >= 3) {
    data[at + 1] = quantize(type, color[1]);
    data[at + 2] = quantize(type, color[2]);
  }
  if (hasAlpha(channels)) data[at + channels - 1] = quantize(type, color[3]);
}
