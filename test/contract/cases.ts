import type { Backend } from '../../src/backends/backend.ts';
import { isNoirError } from '../../src/core/errors.ts';
import type { Image } from '../../src/core/image.ts';
import type { Op } from '../../src/ops/op.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { NO_LIMITS, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { stepOn } from '../support/others.ts';
import { LAYOUTS, noise } from '../support/pictures.ts';

/** One pixel, single rows and columns, sizes around a quad and around a workgroup, several workgroups. */
const EXTENTS = [
  [1, 1],
  [7, 1],
  [1, 9],
  [5, 3],
  [64, 16],
  [67, 35],
] as const;

export type Params = Readonly<Record<string, unknown>>;

/** Every picture that an example can be run on, with its plan. */
export function* cases(
  op: Op,
  example: Params,
  layouts = LAYOUTS,
): Generator<{ plan: Plan; image: Image; what: string }> {
  const params = op.params.parse(example);
  for (const layout of layouts) {
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
export async function compareWithReference(
  backend: Pick<Backend, 'supports' | 'process'>,
  name: string,
  op: Op,
  example: Params,
  layouts = LAYOUTS,
): Promise<number> {
  let compared = 0;
  for (const { plan, image, what } of cases(op, example, layouts)) {
    if (!backend.supports(plan)) continue;
    const processed = await backend.process(plan, image);
    const expected = runReference(plan, image);
    expectClose(processed.image, expected, op.tolerance[plan.output.type], `${name}: ${what}`);
    processed.release();
    compared++;
  }
  return compared;
}
