import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import { createImage } from '../../src/core/image.ts';
import { findOp, listOps } from '../../src/ops/registry.ts';
import { type Plan, picturesOf } from '../../src/plan/plan.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import { expectClose } from '../support/compare.ts';
import { cases, compareWithReference, type Params } from './cases.ts';

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
      expect(await compareWithReference(new CpuBackend(), 'cpu', op, example)).toBeGreaterThan(0);
    }
  });

  if (!op.sharp) return;

  it('keeps to its tolerance in sharp, where its lowering takes the picture', async () => {
    const sharp = (await SharpBackend.open()) as SharpBackend;
    let compared = 0;
    for (const example of op.examples) compared += await compareWithReference(sharp, 'sharp', op, example);
    expect(compared).toBeGreaterThan(0);
  });
});
