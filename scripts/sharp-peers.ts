import type { Sharp } from 'sharp';
import type { Shape } from '../src/core/image.ts';
import type { Op } from '../src/ops/op.ts';

// biome-ignore lint/suspicious/noExplicitAny: each op has its own parameters, checked by its schema
type Params = any;

/** Gives an example file by its name. */
type Files = (name: string) => Promise<Uint8Array>;

/** How a user of sharp asks for the same; undefined for parameters that sharp does not have. */
type Peer = (pipeline: Sharp, params: Params, files: Files) => Promise<Sharp | undefined> | Sharp | undefined;

const own = (value: string) => (/^[0-9a-f]{3,8}$/i.test(value) ? `#${value}` : value);
const rows = (matrix: number[]) => [matrix.slice(0, 3), matrix.slice(3, 6), matrix.slice(6, 9)];

const PEERS: Readonly<Record<string, Peer>> = {
  affine: (pipeline, { matrix: [a, b, c, d], background, interpolator, ...offsets }) =>
    pipeline.affine(
      [
        [a, b],
        [c, d],
      ],
      { ...offsets, interpolator, background: own(background) },
    ),
  blur: (pipeline, { sigma, light }) =>
    light === 'linear' ? undefined : pipeline.blur({ sigma, precision: 'float', minAmplitude: 0.001 }),
  boxBlur: (pipeline, { radius }) => (radius === 1 ? pipeline.blur() : undefined),
  clahe: (pipeline, params) => (Number.isInteger(params.maxSlope) ? pipeline.clahe(params) : undefined),
  composite: async (
    pipeline,
    { image, blend, left, top, gravity, tile, opacity, light, premultiplied },
    files,
  ) => {
    if (opacity !== 1 || light === 'linear' || premultiplied) return undefined;
    const input = Buffer.from(await files(image));
    const place = left === undefined ? { gravity } : { left, top };
    return pipeline.composite([{ input, blend, tile, ...place }]);
  },
  convolve: (pipeline, params) => pipeline.convolve(params),
  greyscale: (pipeline) => pipeline.greyscale(),
  linear: (pipeline, { a, b }) => {
    const length = Math.max([a].flat().length, [b].flat().length);
    const each = (value: number | number[]) =>
      Array.from({ length }, (_, at) => [value].flat()[at] ?? [value].flat()[0]);
    return pipeline.linear(each(a) as number[], each(b) as number[]);
  },
  median: (pipeline, { size }) => pipeline.median(size),
  normalise: (pipeline, { lower, upper }) => pipeline.normalise({ lower, upper }),
  recomb: (pipeline, { matrix }) => pipeline.recomb(rows(matrix) as never),
  resize: (pipeline, { light, position, background, ...params }) => {
    const percent = [params.width, params.height].some((side) => typeof side === 'string');
    if (light === 'linear' || percent || Array.isArray(position)) return undefined;
    return pipeline.resize({ ...params, position, background: own(background) });
  },
  rotate: (pipeline, { angle, background, interpolator }) =>
    angle % 90 === 0 || interpolator === 'bilinear'
      ? pipeline.rotate(angle, { background: own(background) })
      : undefined,
  sharpen: (pipeline, { sigma, m1, m2, x1, y2, y3, method }) => {
    if (method === 'unsharp') return undefined;
    return sigma === undefined ? pipeline.sharpen() : pipeline.sharpen({ sigma, m1, m2, x1, y2, y3 });
  },
  tint: (pipeline, { color }) =>
    pipeline.tint(Array.isArray(color) ? { r: color[0], g: color[1], b: color[2] } : own(color)),
};

/**
 * The op as a user of sharp would ask for it, on a pipeline of his own: by sharp's op of that name, or as the
 * sharp backend does it. Undefined where sharp has no such thing.
 */
export async function askSharp(
  op: Op,
  params: unknown,
  pipeline: Sharp,
  shape: Shape,
  files: Files,
): Promise<Sharp | undefined> {
  const peer = PEERS[op.name];
  return peer ? peer(pipeline, params, files) : op.sharp?.(pipeline, params, shape);
}
