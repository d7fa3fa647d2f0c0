import type { Image, Shape } from '../../src/core/image.ts';
import type { Pass } from '../../src/core/pass.ts';
import { toEnd } from '../../src/core/turns.ts';
import type { FurtherSource, Op } from '../../src/ops/op.ts';
import type { Step } from '../../src/recipe/recipe.ts';
import { noise } from './pictures.ts';

/** The further pictures that examples name, beside a picture of the shape. */
const FILES: Readonly<Record<string, (beside: Shape) => Image>> = {
  'logo.png': () => noise({ width: 9, height: 7, channels: 4, type: 'u8' }, 5),
  'mask.png': ({ width, height }) => noise({ width, height, channels: 1, type: 'u8' }, 6),
  'other.png': (beside) => noise(beside, 7),
  'look.cube': () => noise({ width: 4, height: 16, channels: 3, type: 'f32' }, 8),
};

const made = new Map<string, Image>();

/** The further pictures of a step on a picture of the shape: noise, the same one at every call. */
export function othersFor(op: Op, params: unknown, beside: Shape): Image[] {
  const sources = op.sources?.(params) ?? [];
  return sources.map((source) => {
    const { width, height, channels, type } = beside;
    const key = `${nameOf(source)} ${width}x${height}x${channels} ${type}`;
    const image = made.get(key) ?? makeOther(source, beside);
    made.set(key, image);
    return image;
  });
}

function nameOf(source: FurtherSource): string {
  return source.kind === 'file' ? source.name : 'logo.png';
}

function makeOther(source: FurtherSource, beside: Shape): Image {
  const make = FILES[nameOf(source)];
  if (!make) throw new Error(`examples name ${Object.keys(FILES).join(', ')}, not ${nameOf(source)}`);
  return make(beside);
}

const RGBA: Shape = { width: 8, height: 8, channels: 4, type: 'u8' };
const GRAY: Shape = { ...RGBA, channels: 1 };

/** The passes of an example on RGBA, or on gray where a further picture's channels are too many beside those. */
export function lowerExample(op: Op, example: Readonly<Record<string, unknown>>): readonly Pass[] {
  const params = op.params.parse(example);
  try {
    return op.lower(RGBA, params, othersFor(op, params, RGBA));
  } catch {
    return op.lower(GRAY, params, othersFor(op, params, GRAY));
  }
}

/** A step as it runs on a picture: settled by what is in it, with further pictures. */
export function stepOn(op: Op, params: unknown, image: Image): Step {
  const settled = toEnd(op.settle?.(params)?.(image)) ?? { op, params };
  return { ...settled, pictures: othersFor(settled.op, settled.params, image) };
}
