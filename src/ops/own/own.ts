/** Ops that the user of the library defines with `defineOp`. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import type { Uniforms } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { definePointOp, type PointOp } from '../lib/point.ts';
import { checkBounded } from './shader-bounds.ts';

/** A parameter: a number, or two to four numbers if the default is a list. */
export interface OwnParameter {
  /** The value, or 2 to 4 values, for a step that gives none. */
  readonly default: number | readonly number[];
  /** Hard range of each number, both ends included. */
  readonly min: number;
  /** The upper end. */
  readonly max: number;
  /** One sentence for help and docs. */
  readonly describe: string;
  /** Unit for help and docs, such as `pixels`. */
  readonly unit?: string;
}

type OwnParameters = Readonly<Record<string, OwnParameter>>;

/** A number, or as many numbers as the default has. */
type ValueOf<Default> = Default extends readonly number[]
  ? { readonly [Index in keyof Default]: number }
  : number;

/** Values of the parameters, by name. */
type Values<Params extends OwnParameters> = {
  readonly [Name in keyof Params]: ValueOf<Params[Name]['default']>;
};

type OwnValues = Values<OwnParameters>;

/** The definition of an op that changes each pixel by itself, for the GPU and for machines without one. */
export interface OwnOp<Params extends OwnParameters = OwnParameters> {
  /** Letters and digits, as in `vignette`. Recipes and URLs use this name. */
  readonly name: string;
  /** One sentence for help and docs, such as `Darken the corners.` */
  readonly summary: string;
  /** Parameters in the order of `name_1_2` in a URL; none by default. */
  readonly params?: Params;
  /**
   * `fn pixel(color: vec4f, params: Params) -> vec4f` and the functions that it calls. Colours are fractions of white
   * with straight alpha. `Params` has the parameters by name, as `f32` or `vec2f` to `vec4f`.
   */
  readonly wgsl: string;
  /**
   * The same in JavaScript: changes red, green, blue and alpha in place. It should use nothing from outside: its
   * source text is part of what distinguishes ops of the same name.
   */
  pixel(color: Float64Array, params: Values<Params>): void;
}

/**
 * Defines an op that changes each pixel by itself, for `createNoir({ ops: [...] })`. Throws if the shader uses more than
 * its arguments or has a loop whose end is not evident. `createNoir` also compiles the shader and, on a GPU, compares
 * its results with those of `pixel`.
 *
 * @example
 * const fade = defineOp({
 *   name: 'fade',
 *   summary: 'Mix every colour with gray.',
 *   params: { amount: { default: 0.5, min: 0, max: 1, describe: 'Part of gray.' } },
 *   wgsl: `fn pixel(color: vec4f, params: Params) -> vec4f {
 *     return vec4f(mix(color.rgb, vec3f(0.5), params.amount), color.a);
 *   }`,
 *   pixel(color, { amount }) {
 *     for (let i = 0; i < 3; i++) color[i] += (0.5 - color[i]) * amount;
 *   },
 * });
 */
export function defineOp<const Params extends OwnParameters = Record<never, OwnParameter>>(
  own: OwnOp<Params>,
): PointOp {
  const { name, summary, wgsl } = own;
  const pixel = own.pixel as OwnOp['pixel'];
  const params: OwnParameters = own.params ?? {};
  const names = Object.keys(params);
  for (const word of [name, ...names]) {
    if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(word))
      throw new Error(`${word} is no valid name: begin with a letter, and use letters and digits only`);
  }
  if (names.includes('white'))
    throw new Error('a parameter may not be named white: shaders have that name already');
  if (names.includes('op')) throw new Error('a parameter may not be named op: steps have that name already');
  checkBounded(name, wgsl);
  const schema = z.strictObject(
    Object.fromEntries(names.map((key) => [key, fieldOf(params[key] as OwnParameter)])),
  );
  const code = writeShader(params, wgsl);
  const op = definePointOp({
    name,
    family: 'own',
    summary,
    params: schema,
    positional: names as never,
    examples: [{}],
    channelwise: false,
    // `createNoir` refuses a shader that is further off.
    tolerance: { u8: 1, u16: 2, f32: 1e-4 },
    nonFinite: 'NaN and infinities become what its code makes of them.',
    map: (values, { type }): ColorMap => mapWith(pixel, values as OwnValues, WHITE[type]),
    shader: () => `own/${name}`,
    code: () => code,
    uniforms: (values, { type }: Shape): Uniforms => ({ ...(values as OwnValues), white: WHITE[type] }),
  });
  return { ...op, definition: definitionOf(own as OwnOp) } as unknown as PointOp;
}

/** Name, parameters, shader and the source of `pixel`; not what `pixel` uses from outside. */
function definitionOf({ name, params = {}, wgsl, pixel }: OwnOp): string {
  const fields = Object.entries(params).map(([key, { default: fallback, min, max }]) => {
    return { name: key, default: fallback, min, max };
  });
  return JSON.stringify({ name, params: fields, wgsl, pixel: Function.prototype.toString.call(pixel) });
}

function fieldOf({ default: fallback, min, max, describe, unit }: OwnParameter) {
  const number = z.number().min(min).max(max);
  const meta = { description: describe, unit, suggested: [min, max] };
  if (typeof fallback === 'number') return number.meta(meta).default(fallback);
  const { length } = fallback;
  if (length < 2 || length > 4) throw new Error('a parameter has one to four numbers');
  return z
    .array(number)
    .length(length)
    .default([...fallback])
    .meta(meta);
}

function mapWith(pixel: OwnOp['pixel'], params: OwnValues, white: number): ColorMap {
  const color = new Float64Array(4);
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      for (let i = 0; i < 4; i++) color[i] = (colors[at + i] as number) / white;
      pixel(color, params);
      for (let i = 0; i < 4; i++) colors[at + i] = (color[i] as number) * white;
    }
  };
}

/** The WGSL module for the linker: parameters, the user's functions, and the entry `apply`. */
function writeShader(params: NonNullable<OwnOp['params']>, wgsl: string): string {
  const fields = Object.entries(params).map(([name, { default: fallback }]) => {
    return `  ${name}: ${typeof fallback === 'number' ? 'f32' : `vec${fallback.length}f`},`;
  });
  return [
    'struct Params {',
    ...fields,
    '  white: f32,',
    '}',
    'fn apply(color: vec4f, params: Params) -> vec4f {',
    '  return pixel(color / params.white, params) * params.white;',
    '}',
    wgsl,
  ].join('\n');
}
