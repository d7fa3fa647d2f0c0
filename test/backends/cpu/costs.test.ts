import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { cpuFeatures, groupTime } from '../../../src/backends/cpu/costs.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { CostTable } from '../../../src/engine/costs/table.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';

const costs = new CostTable({
  cpu: {
    'gamma u8 3': { fixed: 0.5, taps: 1000, pixels: 2 },
    'linear u8 3': { fixed: 0.25, taps: 2000, pixels: 1 },
    'greyscale u8 3': { pixels: 4 },
  },
});

const planOf = (ops: string, width = 1000) =>
  makePlan(
    parseRecipe(parseOps(ops)).steps,
    { width, height: 1000, channels: 3, type: 'u8' },
    DEFAULT_LIMITS,
  );

const timeOf = (ops: string, width?: number) => new CpuBackend().expects(planOf(ops, width), costs);

describe("the CPU's costs", () => {
  it('count a curve for each level where there is a table, and else for each pixel', () => {
    const feature = (width: number) => cpuFeatures(planOf('gamma_2', width).steps[0] as never).taps;
    expect(feature(1000)).toBe(256);
    expect(
      makePlan(
        parseRecipe(parseOps('gamma_2')).steps,
        { width: 9, height: 9, channels: 3, type: 'u8' },
        DEFAULT_LIMITS,
      ).steps.map(cpuFeatures),
    ).toMatchObject([{ taps: 81 }]);
  });

  it('look up a table of several curves once', () => {
    const [gamma, linear] = [0.5 + 0.256 + 2, 0.25 + 0.512 + 1];
    expect(timeOf('gamma_2')).toBeCloseTo(gamma);
    expect(timeOf('gamma_2,linear_2')).toBeCloseTo(gamma + linear - 1, 1);
  });

  it('add up what no table stands for', () => {
    expect(timeOf('gamma_2,greyscale')).toBeCloseTo(timeOf('gamma_2') + 4);
    expect(groupTime([], costs)).toBe(0);
  });
});
