import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/playground/page/catalog.ts';
import { fitToPreview, previewExtent } from '../../../src/playground/page/preview.ts';
import { listCatalog } from '../../../src/recipe/catalog.ts';

const ops = listCatalog().map(({ schema, ...op }) => [op.name, { ...op, fields: schema.properties ?? {} }]);
const catalog = { ops: new Map(ops as never), formats: new Map() } as Catalog;

const picture = { width: 4000, height: 3000 };
const preview = { width: 1000, height: 750 };

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
      { op: 'blur', sigma: 8, light: 'linear' },
      { op: 'blur', sigma: 0.5 },
      { op: 'extract', left: 0, top: 10, width: 401, height: 2 },
      { op: 'brightness', factor: 2 },
      { op: 'resize', width: '50%', height: 1000 },
    ];
    expect(fitToPreview({ steps }, { picture, preview }, catalog)).toEqual({
      factor: 0.25,
      steps: [
        { op: 'blur', sigma: 2, light: 'linear' },
        // 0.3 is the least that blur takes.
        { op: 'blur', sigma: 0.3 },
        { op: 'extract', left: 0, top: 3, width: 100, height: 1 },
        { op: 'brightness', factor: 2 },
        { op: 'resize', width: '50%', height: 250 },
      ],
    });
  });

  it('is exact where the first step makes the picture small', () => {
    const steps = [
      { op: 'resize', width: 800 },
      { op: 'blur', sigma: 3 },
    ];
    expect(fitToPreview({ steps }, { picture, preview }, catalog)).toEqual({ factor: 1, steps });
    const larger = [{ op: 'resize', width: 2000 }];
    expect(fitToPreview({ steps: larger }, { picture, preview }, catalog).factor).toBe(0.25);
  });
});
