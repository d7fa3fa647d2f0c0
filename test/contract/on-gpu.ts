import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { openDevice } from '../../src/backends/gpu/device.ts';
import { Executor } from '../../src/backends/gpu/executor.ts';
import { Pipelines } from '../../src/backends/gpu/pipelines.ts';
import type { Image } from '../../src/core/image.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { executedLayouts, LAYOUTS } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';
import { type Case, cases, type Params } from './cases.ts';
import { compareHuge, compareStrewn, STREWN_CASES } from './strewn.ts';

/** Bytes of a binding that make several bands of the larger extents. */
const SMALL_BINDING = 2048;

/** The layouts, or all where the op takes a picture of none of these. */
function fitting(op: Op, example: Params, layouts: typeof LAYOUTS): typeof LAYOUTS {
  const [taken] = cases(op, example, layouts);
  return taken ? layouts : LAYOUTS;
}

type Made = Case & { readonly result: Image };

/** Runs cases one by one, and keeps copies of the results. */
async function runCases(gpu: Executor, all: Iterable<Case>): Promise<Made[]> {
  const made: Made[] = [];
  for (const one of all) {
    const { image, release } = await gpu.process(one.plan, one.image);
    made.push({ ...one, result: { ...image, data: image.data.slice() } });
    release();
  }
  return made;
}

/** Asks the CPU for pictures with holes that the GPU leaves to it, as the engine does. */
function withCpu(gpu: Executor): Pick<Backend, 'process'> {
  return {
    async process(plan, image) {
      const made = await gpu.perform({ plan, from: { kind: 'image', image } });
      if (made?.kind === 'image') return made;
      expect(plan.passes.some(({ notesHoles }) => notesHoles)).toBe(true);
      return new CpuBackend().process(plan, image);
    },
  };
}

/**
 * What every op must do on the GPU, for each `of`-th op from number `part` on: compiling is most of the work,
 * and is done on one core for each file of tests.
 */
export function describeOpsOnGpu(part: number, of: number): void {
  describeGpu('on the GPU', () => {
    let whole: Executor;
    let banded: Executor;

    beforeAll(async () => {
      const opened = await openDevice('software');
      if (!opened) throw new Error('there is no adapter');
      const pipelines = new Pipelines(opened.device);
      whole = new Executor(opened, {}, pipelines);
      banded = new Executor(opened, { bindingBytes: SMALL_BINDING }, pipelines);
    });

    afterAll(() => whole.destroy());

    const examples = listOps()
      .map((op, turn) => ({ op, turn }))
      .filter(({ turn }) => turn % of === part)
      .flatMap(({ op, turn }) =>
        op.examples.map((example) => {
          const layouts = executedLayouts(Math.floor(turn / of));
          return [
            `${op.name} ${JSON.stringify(example)}`,
            op,
            example,
            fitting(op, example, layouts),
          ] as const;
        }),
      );

    const made = new Map<string, Promise<Made[]>>();

    /** What the GPU makes of the cases of an example, for all tests of it. */
    function makeOnce(op: Op, example: Params, layouts: typeof LAYOUTS): Promise<Made[]> {
      const name = `${op.name} ${JSON.stringify(example)}`;
      const known = made.get(name) ?? runCases(whole, cases(op, example, layouts));
      made.set(name, known);
      return known;
    }

    it.each(examples)('%s keeps to its tolerance', async (_, op, example, layouts) => {
      const all = await makeOnce(op, example, layouts);
      for (const { plan, image, what, result } of all) {
        expectClose(result, runReference(plan, image), op.tolerance[plan.output.type], what);
      }
      expect(all.length).toBeGreaterThan(0);
    });

    const strewn = STREWN_CASES.filter(([, op]) => examples.some(([, other]) => other === op));

    it.each(strewn)('%s does with NaN and infinities what its reference does', async (what, op, params) => {
      await compareStrewn(withCpu(whole), op, params, what, true);
    });

    it.each(strewn)('%s takes huge floats', async (what, op, params) => {
      await compareHuge(whole, op, params, what, true);
    });

    it.each(examples)('%s gives the same bytes in bands', async (_, op, example, layouts) => {
      let all = (await makeOnce(op, example, layouts)).filter(({ plan }) => banded.supports(plan));
      // Where no picture of these fits the small binding, others do.
      if (all.length === 0) {
        const others = [...cases(op, example)].filter(({ plan }) => banded.supports(plan));
        all = await runCases(whole, others);
      }
      for (const { plan, image, what, result } of all) {
        const inBands = await banded.process(plan, image);
        expectClose(inBands.image, result, 0, what);
        inBands.release();
      }
      expect(all.length).toBeGreaterThan(0);
    });

    it.each(examples)(
      '%s reads nothing that an earlier picture left behind',
      async (_, op, example, layouts) => {
        for (const { plan, image, what, result } of await makeOnce(op, example, layouts)) {
          const poison = {
            ...image,
            data: image.data.slice().fill(image.type === 'f32' ? Number.NaN : 0xa5),
          };
          (await whole.perform({ plan, from: { kind: 'image', image: poison } }))?.release();
          const again = await whole.process(plan, image);
          expectClose(again.image, result, 0, what);
          again.release();
        }
      },
    );
  });
}
