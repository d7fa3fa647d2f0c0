import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { gpuFeatures } from '../../src/backends/gpu/costs.ts';
import { AMOUNTS, type Features } from '../../src/core/costs.ts';
import { createImage, type Shape } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { featuresOf } from '../../src/plan/features.ts';
import { makePlan, type PlannedStep } from '../../src/plan/plan.ts';
import { stepOn } from '../support/others.ts';

const SHAPES: readonly Shape[] = ([1, 2, 3, 4] as const).flatMap((channels) =>
  (['u8', 'u16', 'f32'] as const).map((type) => ({ width: 64, height: 48, channels, type })),
);

/** Every example of an op that fits a picture of the shape. */
function stepsOf(op: Op, shape: Shape): PlannedStep[] {
  const image = createImage(shape);
  return [...op.examples, ...(op.measured ?? [])].flatMap((example) => {
    try {
      return makePlan([stepOn(op, op.params.parse(example), image)], image, DEFAULT_LIMITS).steps;
    } catch {
      return [];
    }
  });
}

function expectSound(features: Features): void {
  expect(features.kind).toMatch(/ /);
  for (const name of AMOUNTS) {
    const amount = features[name] ?? 0;
    expect(Number.isFinite(amount) && amount >= 0).toBe(true);
  }
}

describe.each(listOps().map((op) => [op.name, op] as const))('the features of %s', (_, op) => {
  const cpu = new CpuBackend();

  it('are finite, and their time above 0, for every example on every kind of picture', () => {
    const steps = SHAPES.flatMap((shape) => stepsOf(op, shape));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      for (const [who, features] of [
        ['cpu', cpu.features(step)],
        ['sharp', featuresOf(step)],
        ['gpu', gpuFeatures(step)],
      ] as const) {
        expectSound(features);
        const time = SHIPPED_COSTS.time(who, features);
        expect(time > 0 && Number.isFinite(time)).toBe(true);
      }
    }
  });

  it('cost no less on a larger picture', () => {
    for (const shape of SHAPES) {
      const [small] = stepsOf(op, shape);
      const [large] = stepsOf(op, { ...shape, width: 640, height: 480 });
      if (!small || !large || small.output.width === large.output.width) continue;
      const time = (step: PlannedStep) => SHIPPED_COSTS.time('cpu', featuresOf(step));
      expect(time(large)).toBeGreaterThanOrEqual(time(small));
    }
  });
});
