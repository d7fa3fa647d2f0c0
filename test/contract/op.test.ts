import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import { isNoirError } from '../../src/core/errors.ts';
import { createImage, type Image } from '../../src/core/image.ts';
import type { Op } from '../../src/ops/op.ts';
import { findOp, listOps } from '../../src/ops/registry.ts';
import { fieldSchemas } from '../../src/plan/faults.ts';
import { makePlan, type Plan, picturesOf } from '../../src/plan/plan.ts';
import { NO_LIMITS, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { stepOn } from '../support/others.ts';
import { LAYOUTS, noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';

/** One pixel, single rows and columns, sizes around a quad and around a workgroup, several workgroups. */
const EXTENTS = [
  [1, 1],
  [7, 1],
  [1, 9],
  [5, 3],
  [64, 16],
  [67, 35],
] as const;

/** Bytes of a binding that make several bands of the larger extents. */
const SMALL_BINDING = 2048;

type Params = Readonly<Record<string, unknown>>;

/** Every picture that an example can be run on, with its plan. */
function* cases(op: Op, example: Params): Generator<{ plan: Plan; image: Image; what: string }> {
  const params = op.params.parse(example);
  for (const layout of LAYOUTS) {
    for (const [width, height] of EXTENTS) {
      const image = noise({ ...layout, width, height }, width);
      const plan = planFor(op, params, image);
      if (!plan) continue;
      yield {
        plan,
        image,
        what: `${op.name} ${JSON.stringify(example)} on ${width}x${height} ${layout.type}x${layout.channels}`,
      };
    }
  }
}

/** Undefined when the example does not fit the picture, such as three factors for one gray channel. */
function planFor(op: Op, params: unknown, image: Image): Plan | undefined {
  try {
    return makePlan([stepOn(op, params, image)], image, NO_LIMITS);
  } catch (error) {
    if (isNoirError(error) && error.code === 'invalid-parameter') return undefined;
    throw error;
  }
}

/** Runs every case that the backend takes, and gives their number. */
async function compareWithReference(backend: Backend, op: Op, example: Params): Promise<number> {
  let compared = 0;
  for (const { plan, image, what } of cases(op, example)) {
    if (!backend.supports(plan)) continue;
    const processed = await backend.process(plan, image);
    const expected = runReference(plan, image);
    expectClose(processed.image, expected, op.tolerance[plan.output.type], `${backend.name}: ${what}`);
    processed.release();
    compared++;
  }
  return compared;
}

describe.each(listOps().map((op) => [op.name, op] as const))('%s', (_, op) => {
  it('is found by its name and by every alias, in any case', () => {
    for (const name of [op.name, ...op.aliases]) expect(findOp(name.toUpperCase())).toBe(op);
  });

  it('describes each parameter, and lists only real ones as positional', () => {
    const fields = fieldSchemas(op.params);
    for (const field of Object.values(fields)) expect(field.description).toBeTruthy();
    for (const name of op.positional) expect(fields).toHaveProperty(name);
  });

  it('takes both ends of every range and nothing beyond them', () => {
    const [example = {}] = op.examples;
    for (const [name, field] of Object.entries(fieldSchemas(op.params))) {
      const { minimum, maximum } = field.anyOf?.[0] ?? field;
      if (minimum === undefined || maximum === undefined) continue;
      const accepts = (value: unknown) => op.params.safeParse({ ...example, [name]: value }).success;
      expect([minimum, maximum].map(accepts)).toEqual([true, true]);
      const beyond = [minimum - Math.abs(minimum) * 1e-3 - 1e-3, maximum * 1.001 + 1e-3];
      expect([...beyond, Number.NaN, Infinity, 'x', null].map(accepts)).toEqual(Array(6).fill(false));
    }
    expect(op.params.safeParse({ ...example, surplus: 1 }).success).toBe(false);
  });

  it.each(op.examples.map((example) => [JSON.stringify(example), example]))(
    'writes every sample of its reference, with %s',
    (_, example) => {
      for (const { plan, image, what } of cases(op, example as Params)) {
        const [step] = plan.steps as [Plan['steps'][0]];
        const [zeros, poison] = [createImage(step.output), createImage(step.output)];
        poison.data.fill(plan.output.type === 'f32' ? Number.NaN : 0xa5);
        for (const output of [zeros, poison]) {
          step.op.reference(image, step.params, output, picturesOf(step));
        }
        expectClose(poison, zeros, 0, what);
      }
    },
  );

  it('keeps to its tolerance on the CPU', async () => {
    for (const example of op.examples) {
      expect(await compareWithReference(new CpuBackend(), op, example)).toBeGreaterThan(0);
    }
  });

  if (!op.sharp) return;

  it('keeps to its tolerance in sharp, where its lowering takes the picture', async () => {
    const sharp = (await SharpBackend.open()) as SharpBackend;
    let compared = 0;
    for (const example of op.examples) compared += await compareWithReference(sharp, op, example);
    expect(compared).toBeGreaterThan(0);
  });
});

describeGpu('on the GPU', () => {
  let whole: GpuBackend;
  let banded: GpuBackend;

  beforeAll(async () => {
    whole = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    banded = (await GpuBackend.open({
      mode: 'software',
      limits: { bindingBytes: SMALL_BINDING },
    })) as GpuBackend;
  });

  afterAll(async () => {
    await whole.close();
    await banded.close();
  });

  const examples = listOps().flatMap((op) =>
    op.examples.map((example) => [`${op.name} ${JSON.stringify(example)}`, op, example] as const),
  );

  it.each(examples)('%s keeps to its tolerance', async (_, op, example) => {
    expect(await compareWithReference(whole, op, example)).toBeGreaterThan(0);
  });

  it.each(examples)('%s gives the same bytes in bands', async (_, op, example) => {
    let compared = 0;
    for (const { plan, image, what } of cases(op, example)) {
      if (!banded.supports(plan)) continue;
      const [inBands, inOne] = [await banded.process(plan, image), await whole.process(plan, image)];
      expectClose(inBands.image, inOne.image, 0, what);
      inBands.release();
      inOne.release();
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });

  it.each(examples)('%s reads nothing that an earlier picture left behind', async (_, op, example) => {
    for (const { plan, image, what } of cases(op, example)) {
      const fresh = await whole.process(plan, image);
      const poison = { ...image, data: image.data.slice().fill(image.type === 'f32' ? Number.NaN : 0xa5) };
      (await whole.process(plan, poison)).release();
      const again = await whole.process(plan, image);
      expectClose(again.image, fresh.image, 0, what);
      fresh.release();
      again.release();
    }
  });
});
