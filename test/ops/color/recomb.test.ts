import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { recomb } from '../../../src/ops/color/recomb.ts';
import { parseOps, writeStep } from '../../../src/recipe/grammar.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { worstDifference } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

const SEPIA = [0.3588, 0.7044, 0.1368, 0.299, 0.587, 0.114, 0.2392, 0.4696, 0.0912];
const STRONG = [1.5, -0.3, -0.2, -0.25, 1.5, -0.25, -0.2, -0.3, 1.5];
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

describe('recomb', () => {
  it('makes red from the first row, green from the second, blue from the third', () => {
    const matrix = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(samplesOf(row('u8', 3, [1, 2, 3]), { op: 'recomb', matrix })).toEqual([14, 32, 50]);
  });

  it('rounds halves up and stays within the range', () => {
    const matrix = [0.5, 0, 0, 0, 10, 0, 0, 0, -1];
    expect(samplesOf(row('u8', 3, [3, 200, 9]), { op: 'recomb', matrix })).toEqual([2, 255, 0]);
  });

  it('takes three rows of three for the same nine numbers', () => {
    const rows = [SEPIA.slice(0, 3), SEPIA.slice(3, 6), SEPIA.slice(6, 9)];
    expect(recomb.params.parse({ matrix: rows })).toEqual({ matrix: SEPIA });
    const image = noise({ width: 9, height: 9, channels: 3, type: 'u16' });
    expect(samplesOf(image, { op: 'recomb', matrix: rows })).toEqual(
      samplesOf(image, { op: 'recomb', matrix: SEPIA }),
    );
  });

  it('is written in a URL as nine numbers with colons between', () => {
    const text = writeStep(recomb, { matrix: SEPIA });
    expect(text).toBe('recomb_0.3588:0.7044:0.1368:0.299:0.587:0.114:0.2392:0.4696:0.0912');
    expect(parseRecipe({ steps: parseOps(text).steps as [] }).steps[0]?.params).toEqual({ matrix: SEPIA });
  });

  it.each([
    [[]],
    [[1, 2, 3]],
    [SEPIA.slice(1)],
    [[...SEPIA, 0]],
    [[SEPIA.slice(0, 3), SEPIA.slice(3, 6)]],
    [[...SEPIA.slice(1), Number.NaN]],
    [undefined],
    [1],
    ['1:2'],
  ])('refuses %j', (matrix) => {
    expect(() => parseRecipe({ steps: [{ op: 'recomb', matrix }] as never })).toThrowError(/matrix|recomb/);
  });

  it('leaves alpha alone, and floats beyond white and below black', () => {
    expect(samplesOf(row('u8', 4, [10, 20, 30, 77]), { op: 'recomb', matrix: IDENTITY })).toEqual([
      10, 20, 30, 77,
    ]);
    const matrix = [0, 2, 0, -1, 0, 0, 0, 0, 1];
    expect(samplesOf(row('f32', 3, [1, 2, -4]), { op: 'recomb', matrix })).toEqual([4, -1, -4]);
  });

  it('turns gray into colours, its alpha kept', () => {
    const matrix = [1, 0, 0, 0.5, 0, 0, 0, 0, 0];
    expect(samplesOf(row('u8', 1, [100]), { op: 'recomb', matrix })).toEqual([100, 50, 0]);
    expect(samplesOf(row('u16', 2, [1000, 7]), { op: 'recomb', matrix })).toEqual([1000, 500, 0, 7]);
  });

  it.each(LAYOUTS)('changes no sample of $type with $channels channels by the identity', (layout) => {
    const image = noise({ ...layout, width: 31, height: 7 });
    const result = samplesOf(image, { op: 'recomb', matrix: IDENTITY });
    const wide =
      layout.channels < 3
        ? samplesOf(image, { op: 'recomb', matrix: [1, 0, 0, 1, 0, 0, 1, 0, 0] })
        : [...image.data];
    expect(result).toEqual(wide);
  });

  it.each([
    ['sepia', SEPIA],
    ['a strong mix', STRONG],
  ])('is what sharp makes of half a million colours of 8 bits, by %s', async (name, matrix) => {
    const cube = noise({ width: 1024, height: 512, channels: 3, type: 'u8' }, 7);
    const expected = runReference(planSteps([{ op: 'recomb', matrix }], cube), cube);
    const backend = (await SharpBackend.open()) as SharpBackend;
    const { image } = await backend.process(planSteps([{ op: 'recomb', matrix }], cube), cube);
    const raw = { width: 1024, height: 512, channels: 3 } as const;
    const rows = [matrix.slice(0, 3), matrix.slice(3, 6), matrix.slice(6)] as never;
    const plain = await sharp(cube.data, { raw }).recomb(rows).raw().toBuffer();
    const off = (data: Uint8Array) =>
      data.reduce((sum, value, at) => sum + Number(value !== expected.data[at]), 0) / data.length;
    const { distance } = worstDifference(image, expected);
    console.info(
      `recomb by ${name}: ${distance} levels from sharp with 0.5 added, ${off(image.data as Uint8Array)} of the samples off; ${off(plain)} without`,
    );
    expect(distance).toBeLessThanOrEqual(1);
    // Only where floats decide whether a value lies halfway between two levels.
    expect(off(image.data as Uint8Array)).toBeLessThan(0.002);
    expect(off(plain)).toBeGreaterThan(0.2);
  });
});
