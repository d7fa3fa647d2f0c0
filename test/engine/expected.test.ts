import sharp from 'sharp';
import { expect, test } from 'vitest';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import { expectedTime } from '../../src/engine/expected.ts';
import { makeJob } from '../../src/engine/job.ts';
import { Recipes } from '../../src/recipe/recipes.ts';

const recipes = new Recipes();
const create = { width: 4000, height: 3000, channels: 3 as const, background: '#808080' };
const large = await sharp({ create }).jpeg().toBuffer();

const timeOf = (ops: string, bytes: Uint8Array = large) =>
  expectedTime(
    makeJob({ input: { kind: 'bytes', bytes }, recipe: recipes.parseOps(ops) }),
    recipes,
    SHIPPED_COSTS,
  );

test('thumbnails are light and long chains are heavy', () => {
  expect(timeOf('resize_200,f_webp')).toBeLessThan(100);
  expect(timeOf('median_9,blur_20,clahe_3_3,f_png')).toBeGreaterThan(500);
});

test('several outputs take longer than one', () => {
  const output = (name: string, width: number) => ({ name, steps: [{ op: 'resize', width }], output: {} });
  const recipe = recipes.parse({ outputs: [output('a', 800), output('b', 1600)] });
  const job = makeJob({ input: { kind: 'bytes', bytes: large }, recipe });
  expect(expectedTime(job, recipes, SHIPPED_COSTS)).toBeGreaterThan(timeOf('resize_1600'));
});

test('what is refused anyway takes next to nothing', () => {
  expect(timeOf('median_9', new Uint8Array(100))).toBeLessThan(5);
  expect(timeOf('extract_5000_5000_10_10')).toBeLessThan(1000);
});
