import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../../src/core/image.ts';
import { parseOps } from '../../../../src/recipe/grammar.ts';
import { parseRecipe, type Step, type StepInput } from '../../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../../support/chains.ts';
import { expectClose } from '../../../support/compare.ts';
import { noise } from '../../../support/pictures.ts';
import { row, samplesOf } from '../../run.ts';

type Options = Omit<Extract<StepInput, { op: 'resize' }>, 'op'>;

const step = (options: Options): StepInput => ({ op: 'resize', ...options });

const resized = (image: Image, options: Options): Image =>
  runReference(planSteps([step(options)], image), image);

describe('percentages', () => {
  const extentOf = (width: number, height: number, options: Options) => {
    const { output } = planSteps([step(options)], createImage({ width, height, channels: 1, type: 'u8' }));
    return [output.width, output.height];
  };

  it('are of the side of the input', () => {
    expect(extentOf(200, 100, { width: '50%' })).toEqual([100, 50]);
    expect(extentOf(200, 100, { height: '12.5p' })).toEqual([26, 13]);
    expect(extentOf(30, 20, { width: '250%', height: 7, fit: 'fill' })).toEqual([75, 7]);
    expect(extentOf(30, 20, { width: '0.001%' })).toEqual([1, 1]);
  });

  it('come from URLs as they do from JSON', () => {
    const { steps } = parseOps('resize_50p_25%_position=0.3:0.7_light=linear');
    const expected = { width: '50p', height: '25%', position: [0.3, 0.7], light: 'linear' };
    expect(steps).toEqual([{ op: 'resize', ...expected }]);
    expect(parseRecipe({ steps }).steps[0]?.params).toMatchObject({ ...expected, width: '50%' });
  });

  it.each(['0%', '50', '-5%', '1e3%', '%', '12345678%', ' 5%'])('refuse %j', (width) => {
    expect(() => extentOf(9, 9, { width })).toThrow(
      'step 1, width: expected a whole number from 1 to 16384 or a percentage such as 50% or 50p',
    );
  });

  it('refuse a result that is too large', () => {
    expect(() => extentOf(9, 90, { height: '20000%' })).toThrow(
      'step 1, height: expected at most 16384 pixels, received 20000% of 90',
    );
  });
});

describe('a point as position', () => {
  const ramp = row('u8', 1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const crop = (position: number[], width = 4) =>
    samplesOf(ramp, step({ width, height: 1, position, withoutEnlargement: true }));

  it('is the middle of what cover keeps, as far as the picture goes', () => {
    expect(crop([0.5, 0])).toEqual([3, 4, 5, 6]);
    expect(crop([0.3, 1])).toEqual([1, 2, 3, 4]);
    expect(crop([0.05, 0.5])).toEqual([0, 1, 2, 3]);
    expect(crop([1, 0.5])).toEqual([6, 7, 8, 9]);
  });

  it('is where contain puts the picture', () => {
    const place = (position: number[]) =>
      samplesOf(
        row('u8', 1, [9]),
        step({ width: 5, height: 1, fit: 'contain', position, withoutEnlargement: true }),
      );
    expect(place([0, 0])).toEqual([9, 0, 0, 0, 0]);
    expect(place([0.25, 0])).toEqual([0, 9, 0, 0, 0]);
    expect(place([1, 0])).toEqual([0, 0, 0, 0, 9]);
  });

  it('is the same as the name for it', () => {
    const names = [
      [0.5, 0.5, 'centre'],
      [0, 0, 'left top'],
      [1, 0.5, 'right'],
      [0.5, 1, 'south'],
    ] as const;
    for (const [width, height] of [
      [24, 9],
      [9, 25],
      [18, 11],
    ] as const) {
      const image = noise({ width, height, channels: 3, type: 'u8' });
      for (const fit of ['cover', 'contain'] as const) {
        for (const [x, y, name] of names) {
          const [byPoint, byName] = [[x, y], name].map((position) =>
            resized(image, { width: 8, height: 7, fit, position } as Options),
          ) as [Image, Image];
          expectClose(byPoint, byName, 0, `${name} ${fit} of ${width}x${height}`);
        }
      }
    }
  });

  it.each([[[0.5]], [[0.5, 1.5]], [[0, 0, 0]], ['middle']])('is refused as %j', (position) => {
    expect(() => resized(ramp, { width: 4, position } as Options)).toThrow(
      'step 1, position: expected one of',
    );
  });
});

describe('a decoder may divide the sides', () => {
  const input = { width: 1001, height: 640, channels: 3, type: 'u8' } as const;
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
  ])('of little detail before %s by %i', (text, shrink) => {
    const [{ op, params }] = parseRecipe(parseOps(text)).steps as [Step];
    expect(op.shrinkOnLoad?.(input, params, 0.5)).toBe(shrink);
  });

  it.each([
    ['resize_334', 1],
    ['resize_313', 1],
    ['resize_312', 2],
    ['resize_200', 2],
    ['resize_156', 4],
    ['resize_112', 4],
    ['resize_78', 8],
  ])('of much detail before %s by %i, so that a factor of 1.6 is left', (text, shrink) => {
    const [{ op, params }] = parseRecipe(parseOps(text)).steps as [Step];
    expect(op.shrinkOnLoad?.(input, params, 0.6)).toBe(shrink);
  });
});
