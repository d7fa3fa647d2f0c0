import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { psnr } from '../../scripts/docs/psnr.ts';

import { afterShrinking, shrinkFor } from '../../src/engine/shrinking.ts';
import { parseOps } from '../../src/recipe/grammar.ts';
import { parseRecipe } from '../../src/recipe/recipe.ts';
import { noise } from '../support/pictures.ts';
import { openRig, type Rig, recipe } from './files.ts';

const SHAPE = { width: 1001, height: 640, channels: 3, type: 'u8' } as const;
const steps = (text: string) => parseRecipe(parseOps(text)).steps;

describe('a JPEG that shrinks', () => {
  it.each([
    ['resize_600', 1],
    ['resize_501', 1],
    ['resize_334', 1],
    ['resize_333', 2],
    ['resize_201', 2],
    ['resize_100', 8],
    ['resize_10', 8],
    ['resize_250_600', 1],
    ['resize_200', 4],
    ['resize_112', 4],
    ['resize_250_600_fit=inside', 2],
    ['resize_250_160_fit=fill', 2],
    ['resize_25p', 2],
    ['resize_250_fastShrinkOnLoad=false', 1],
    ['resize_250_kernel=nearest', 1],
    ['resize_250_light=linear', 1],
    ['negate,resize_250', 1],
    ['', 1],
  ])('by %s is decoded at a side divided by %i', (text, shrink) => {
    expect(shrinkFor('jpeg', SHAPE, steps(text))).toBe(shrink);
    expect(shrinkFor('png', SHAPE, steps(text))).toBe(1);
  });

  it('keeps its steps where it was decoded whole after all', () => {
    const whole = steps('resize_100,negate');
    expect(afterShrinking(whole, SHAPE, noise({ ...SHAPE }))).toBe(whole);
  });
});

describe('the result', () => {
  let engine: Rig;
  let jpeg: Buffer;

  beforeAll(async () => {
    engine = await openRig();
    const soft = noise({ width: 101, height: 65, channels: 3, type: 'u8' }, 3);
    jpeg = await sharp(soft.data as Uint8Array, { raw: { width: 101, height: 65, channels: 3 } })
      .resize(SHAPE.width, SHAPE.height)
      .blur(6)
      .jpeg({ quality: 98, chromaSubsampling: '4:4:4' })
      .toBuffer();
  });

  afterAll(() => engine.close());

  it.each(['resize_250', 'resize_97_211', 'resize_120_40_fit=contain', 'resize_33_90_fit=fill'])(
    'of %s has the extent and nearly the pixels that it has without',
    async (text) => {
      const run = (ops: string) =>
        engine.run(jpeg, recipe({ steps: parseOps(ops).steps as never, output: { format: 'png' } }));
      const [fast, whole] = await Promise.all([run(text), run(`${text}_fastShrinkOnLoad=false`)]);
      expect(fast.shape).toEqual(whole.shape);
      const [ours, theirs] = await Promise.all([fast, whole].map(({ data }) => sharp(data).raw().toBuffer()));
      expect(psnr(ours ?? [], theirs ?? [])).toBeGreaterThan(42);
    },
  );
});
