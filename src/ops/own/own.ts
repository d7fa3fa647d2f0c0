import { z } from 'zod';
import type { Shape } from '../../core/image.ts';
import type { Uniforms } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { definePointOp, type PointOp } from '../lib/point.ts';
import { checkBounded } from './shader-bounds.ts';

/** A parameter: a number, or two to four that belong together where the default is a list. */
export interface OwnParameter {
  readonly default: number | readonly number[];
  /** Hard range of each number, both ends included. */
  readonly min: number;
  readonly max: number;
  readonly describe: string;
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

/** An op of one's own: what happens to a colour, for the GPU and for where there is none. */
export interface OwnOp<Params extends OwnParameters = OwnParameters> {
  /** Letters and digits, as in `vignette`; that is how recipes and URLs call it. */
  readonly name: string;
  readonly summary: string;
  /** In the order of `name_1_2` in a URL; none by default. */
  readonly params?: Params;
  /**
   * `fn pixel(color: vec4f, params: Params) -> vec4f` and what it calls. Colours are fractions of white with
   * straight alpha behind; `Params` has the parameters as `f32` or `vec2f` to `vec4f`, by their names.
   */
  readonly wgsl: string;
  /**
   * The same in JavaScript: changes red, green, blue and alpha in place. It should use nothing from outside of itself:
   * its source text is a part of what tells this op from another one of the name.
   */
  pixel(color: Float64Array, params: Values<Params>): void;
}

/**
 * Makes an op that changes each pixel by itself, to be given to `createNoir({ ops: [...] })`. Throws where
 * the shader reaches beyond its arguments or has a loop without an end in sight; `createNoir` also compiles
 * it, and where there is a GPU compares what it does with `pixel`.
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
    if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(word)) throw new Error(`${word} is no name: use letters and digits`);
  }
  if (names.includes('white')) throw new Error('white is a name that shaders have already');
  if (names.includes('op')) throw new Error('op is a name that steps have already');
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
    // What a stranger's shader may be off by; `createNoir` refuses more.
    tolerance: { u8: 1, u16: 2, f32: 1e-4 },
    nonFinite: 'What becomes of NaN and infinities is up to its code.',
    map: (values, { type }): ColorMap => mapWith(pixel, values as OwnValues, WHITE[type]),
    shader: () => `own/${name}`,
    code: () => code,
    uniforms: (values, { type }: Shape): Uniforms => ({ ...(values as OwnValues), white: WHITE[type] }),
  });
  return { ...op, definition: definitionOf(own as OwnOp) } as unknown as PointOp;
}

/** Name, parameters, shader and the source of `pixel`. What `pixel` finds outside of itself is not in it. */
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

/** The module that the linker takes for the op: its parameters, its functions, and the way in and out. */
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
