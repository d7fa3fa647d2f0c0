import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import { createImage, type Image, pixelCount } from '../../src/core/image.ts';
import { findOp, listOps } from '../../src/ops/registry.ts';
import { type Plan, picturesOf } from '../../src/plan/plan.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import { runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { cases, type Params } from './cases.ts';

const backends: [string, Backend][] = [['cpu', new CpuBackend()]];

beforeAll(async () => {
  const sharp = await SharpBackend.open();
  if (!sharp) throw new Error('sharp does not load');
  backends.push(['sharp', sharp]);
});

/** Pixels of a picture on which the reference runs twice. Of larger ones, the CPU's result tells as well. */
const RUN_TWICE = 100;

/**
 * What the reference of a single step makes in memory that holds other samples already. A sample that it does not write
 * differs from what it makes of fresh memory, and from what the backends make.
 */
function referenceOverPoison(plan: Plan, image: Image, what: string): Image {
  const [step] = plan.steps as [Plan['steps'][0]];
  const poison = createImage(step.output);
  poison.data.fill(plan.output.type === 'f32' ? Number.NaN : 0xa5);
  step.op.reference(image, step.params, poison, picturesOf(step));
  if (pixelCount(image) <= RUN_TWICE) expectClose(poison, runReference(plan, image), 0, what);
  return poison;
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

  const examples = op.examples.map((example) => [JSON.stringify(example), example as Params] as const);

  it.each(examples)(
    'writes every sample, and backends keep to its tolerance, with %s',
    async (_, example) => {
      let comparedOnCpu = 0;
      for (const { plan, image, what } of cases(op, example)) {
        const expected = referenceOverPoison(plan, image, what);
        for (const [name, backend] of backends) {
          if (!backend.supports(plan)) continue;
          const processed = await backend.process(plan, image);
          expectClose(processed.image, expected, op.tolerance[plan.output.type], `${name}: ${what}`);
          processed.release();
          if (name === 'cpu') comparedOnCpu++;
        }
      }
      expect(comparedOnCpu).toBeGreaterThan(0);
    },
  );

  if (!op.sharp) return;

  it('has a lowering to sharp that takes pictures', () => {
    const sharp = backends.find(([name]) => name === 'sharp')?.[1];
    const isTaken = (example: Params) => {
      for (const { plan } of cases(op, example)) if (sharp?.supports(plan)) return true;
      return false;
    };
    expect(examples.some(([, example]) => isTaken(example))).toBe(true);
  });
});
