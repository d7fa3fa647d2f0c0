import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { copyFeatures, pipelineTime, resizeFeatures } from '../../../src/backends/sharp/costs.ts';
import { libvipsWork } from '../../../src/backends/sharp/measure.ts';
import type { Shape } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { makePhoto } from '../../../src/engine/costs/pictures.ts';
import { CostTable } from '../../../src/engine/costs/table.ts';
import { formatNames } from '../../../src/formats/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';

const SHAPE: Shape = { width: 1000, height: 1000, channels: 3, type: 'u8' };

const costs = new CostTable({
  cpu: { 'linear u8 3': { pixels: 20 }, 'negate u8 3': { pixels: 0.1 }, 'sobel u8 3': { pixels: 3 } },
  sharp: {
    pipeline: { fixed: 0.25 },
    copy: { fixed: 0.25, bytes: 1 },
    'linear u8 3': { fixed: 0.25, pixels: 8 },
    'negate u8 3': { fixed: 0.25, pixels: 4 },
    'resize u8 3': { pixels: 2, taps: 1 },
    'load jpeg u8 3': { pixels: 5 },
    'encode webp 4 u8 3': { fixed: 0.25, pixels: 50 },
  },
});

const planOf = (ops: string) => makePlan(parseRecipe(parseOps(ops)).steps, SHAPE, DEFAULT_LIMITS);

describe("libvips' costs", () => {
  it('are those of a pipeline for each step, and of the kernels for other steps', async () => {
    const sharp = await SharpBackend.open(new CpuBackend());
    expect(sharp?.expects(planOf('linear_2'), costs)).toBeCloseTo(8.25);
    expect(sharp?.expects(planOf('linear_2,sobel'), costs)).toBeCloseTo(11.25);
    expect(sharp?.expects(planOf('sobel'), costs)).toBe(Number.POSITIVE_INFINITY);
    // The kernels are done before a pipeline is open.
    expect(sharp?.expects(planOf('negate'), costs)).toBe(Number.POSITIVE_INFINITY);
  });

  it('open one pipeline for all that is done together, and copy nothing in between', () => {
    const small = { ...SHAPE, width: 500, height: 500 };
    const load = { kind: 'load jpeg u8 3', pixels: 1e6 };
    const encode = { kind: 'encode webp 4 u8 3', pixels: 0.25e6 };
    expect(pipelineTime({ load, resize: resizeFeatures(SHAPE, small), encode }, costs)).toBeCloseTo(
      0.25 + 5 + (2 + 0.75) + 12.5,
    );
    expect(pipelineTime({ load, steps: planOf('linear_2').steps, raw: SHAPE }, costs)).toBeCloseTo(
      0.25 + 5 + (8 - 3) + 3,
    );
    expect(costs.time('sharp', copyFeatures(SHAPE))).toBeCloseTo(3.25);
  });
});

describe("libvips' work that is measured", () => {
  it.each([1, 3, 4] as const)('runs on %i channels, in every format', async (channels) => {
    const works = await libvipsWork(makePhoto({ width: 40, height: 30, channels, type: 'u8' }), formatNames);
    const kinds = works.map(({ features }) => features.kind);
    expect(kinds).toEqual(expect.arrayContaining(['pipeline', 'copy', `resize u8 ${channels}`]));
    for (const { run, without } of works) {
      await run();
      await without?.();
    }
  });
});
