import { describe, expect, it } from 'vitest';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import { LEAST_PREVIEW, previewExtent } from '../../src/playground/page/preview.ts';
import { fitPreview } from '../../src/playground/preview.ts';
import { describeOp } from '../../src/recipe/catalog.ts';
import { Recipes } from '../../src/recipe/recipes.ts';

const recipes = new Recipes();
const fieldsOf = (name: string) => {
  const op = recipes.ops.find(name);
  return ((op && describeOp(op).schema.properties) ?? {}) as never;
};
const place = { recipes, costs: SHIPPED_COSTS, fieldsOf, hasGpu: false };

const picture = { width: 4000, height: 3000 };
const preview = { width: 1000, height: 750 };
const kind = { format: 'jpeg', type: 'u8', channels: 3 } as const;

type Steps = ({ op: string } & Record<string, unknown>)[];

const fitted = (steps: Steps, more = {}) =>
  fitPreview({ recipe: { steps }, picture, preview, ...kind, ...more }, place);

/** The pixels that the steps of a fitted recipe begin with. */
const pixelsOf = ({ steps: [first] }: ReturnType<typeof fitted>) =>
  first?.fit === 'fill' ? (first.width as number) * (first.height as number) : 750_000;

describe('a preview', () => {
  it('has at most a megapixel, and no more than there are', () => {
    const { width, height } = previewExtent({ width: 6000, height: 4000 }, 1e9);
    expect(width * height).toBeLessThanOrEqual(1e6);
    expect(width * height).toBeGreaterThan(0.99e6);
    expect(previewExtent({ width: 300, height: 200 }, 1e9)).toEqual({ width: 300, height: 200 });
    expect(previewExtent({ width: 100_000, height: 1 }, 1e6).height).toBe(1);
  });

  it('has the pixels of the stage where that is smaller', () => {
    const { width, height } = previewExtent({ width: 6000, height: 4000 }, 500_000);
    expect(width * height).toBeLessThanOrEqual(500_000);
  });

  it('makes smaller what is counted in pixels, and nothing else', () => {
    const steps = [
      { op: 'blur', sigma: 8 },
      { op: 'blur', sigma: 0.5 },
      { op: 'extract', left: 0, top: 10, width: 401, height: 2 },
      { op: 'brightness', factor: 2 },
      { op: 'resize', width: '50%', height: 1000 },
    ];
    expect(fitted(steps)).toEqual({
      factor: 0.25,
      start: preview,
      isWhole: false,
      steps: [
        { op: 'blur', sigma: 2 },
        // 0.3 is the least that blur takes.
        { op: 'blur', sigma: 0.3 },
        { op: 'extract', left: 0, top: 3, width: 100, height: 1 },
        { op: 'brightness', factor: 2 },
        { op: 'resize', width: '50%', height: 250 },
      ],
    });
  });

  it('knows defaults, odd windows, and masks that stay as they are', () => {
    const mask = { op: 'convolve', width: 3, height: 3, kernel: [1, 2, 1, 2, 4, 2, 1, 2, 1] };
    const { steps } = fitted([{ op: 'roundCorners' }, { op: 'median', size: 15 }, mask]);
    expect(steps).toEqual([{ op: 'roundCorners', radius: 5 }, { op: 'median', size: 3 }, mask]);
  });

  it('is exact where the first step makes the picture small', () => {
    const steps = [
      { op: 'resize', width: 800 },
      { op: 'sharpen', sigma: 3 },
    ];
    expect(fitted(steps)).toEqual({ factor: 1, steps, start: preview, isWhole: false });
    expect(fitted([{ op: 'resize', width: 2000 }]).factor).toBe(0.25);
  });

  it('is smaller for a recipe that takes long, down to a least size, with smaller parameters', () => {
    const large = { picture: { width: 1200, height: 900 }, preview: { width: 1100, height: 825 } };
    const slow = fitted([{ op: 'denoise', search: 7 }], large);
    expect(pixelsOf(slow)).toBeLessThan(600_000);
    expect(pixelsOf(slow)).toBeGreaterThan(LEAST_PREVIEW);
    const [first, denoise] = slow.steps;
    expect(slow.factor).toBe((first?.width as number) / 1200);
    expect(denoise).toMatchObject({ op: 'denoise', search: Math.round(7 * slow.factor) });
    const slowest = fitted(
      Array.from({ length: 12 }, () => ({ op: 'denoise', search: 7 })),
      large,
    );
    expect(pixelsOf(slowest)).toBeGreaterThanOrEqual(LEAST_PREVIEW);
    expect(pixelsOf(slowest)).toBeLessThan(LEAST_PREVIEW / 0.8);
  });

  it('has the same size for the same question, and the largest with a GPU', () => {
    const steps = [{ op: 'denoise' }];
    const asked = { recipe: { steps }, picture: preview, preview, ...kind };
    expect(pixelsOf(fitPreview(asked, place))).toBeLessThan(750_000);
    expect(fitPreview(asked, place)).toEqual(fitPreview(asked, place));
    expect(pixelsOf(fitPreview(asked, { ...place, hasGpu: true }))).toBe(750_000);
  });

  it('makes way for the result where that is there as soon', () => {
    const small = { picture: preview, channels: 3 };
    const steps = [{ op: 'flip' }];
    expect(fitted(steps, small)).toEqual({ steps, factor: 1, start: preview, isWhole: true });
    const output = { format: 'avif' };
    expect(fitted([], { ...small, recipe: { steps: [], output } }).isWhole).toBe(false);
    expect(fitted([{ op: 'bilateral' }], small).isWhole).toBe(false);
  });

  it('has the pixels of the stage where the recipe enlarges, and says with which sides it begins', () => {
    const recipe = { steps: [{ op: 'resize', width: 3000 }, { op: 'flip' }] };
    for (const hasGpu of [false, true]) {
      const { steps, start } = fitPreview(
        { recipe, picture: preview, preview, ...kind },
        { ...place, hasGpu },
      );
      const [first, resize] = steps;
      expect(first).toEqual({ op: 'resize', ...start, fit: 'fill' });
      const result = (resize?.width as number) ** 2 * (start.height / start.width);
      expect(result).toBeLessThan(750_500);
      expect(result).toBeGreaterThan(600_000);
    }
  });

  it('is the picture of which the last step tells', () => {
    const steps = [{ op: 'flip' }];
    const told = fitted([...steps, { op: 'stats' }], { picture: preview });
    expect(told).toEqual({ steps, factor: 1, start: preview, isWhole: false });
  });

  it('refuses what the recipe itself is refused for', () => {
    expect(() => fitted([{ op: 'blur', sigma: 5000 }])).toThrow('sigma');
  });
});
