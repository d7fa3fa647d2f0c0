/** How many compiled shaders are kept. Dawn's null backend compiles them, without a driver. */
import { expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { Pipelines } from '../../../src/backends/gpu/pipelines.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { OPS } from '../../../src/ops/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';

const instance = create(['backend=null']);

/** The pass of a row of point ops, whose order makes the shader. */
function passOf(...names: readonly (keyof typeof OPS)[]) {
  const { steps } = parseRecipe({ steps: names.map((op) => ({ op })) as never });
  const shape = { width: 8, height: 8, channels: 3, type: 'u8' } as const;
  const [pass] = makePlan(steps, shape, DEFAULT_LIMITS).passes;
  if (!pass) throw new Error('there is no pass');
  return pass;
}

it('keeps the shaders that were used last, whatever rows of ops strangers write', async () => {
  Object.assign(globalThis, globals);
  const adapter = await instance.requestAdapter();
  const device = (await adapter?.requestDevice()) as GPUDevice;
  const pipelines = new Pipelines(device, 2);
  const first = await pipelines.get(passOf('negate'));
  await pipelines.get(passOf('negate', 'sepia'));
  expect(await pipelines.get(passOf('negate'))).toBe(first);
  await pipelines.get(passOf('sepia', 'negate'));
  expect(pipelines.count).toBe(2);
  expect(await pipelines.get(passOf('negate'))).toBe(first);
  await pipelines.get(passOf('negate', 'sepia'));
  expect(pipelines.count).toBe(2);
  device.destroy();
});
