import { isNoirError } from '../../src/core/errors.ts';
import { describeShape, type Image, type Shape } from '../../src/core/image.ts';
import type { Op } from '../../src/ops/op.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { NO_LIMITS } from '../support/chains.ts';
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

const pictures = new Map<string, Image>();

/** Noise, the same picture at every call. */
function pictureOf(shape: Shape): Image {
  const name = describeShape(shape);
  const image = pictures.get(name) ?? noise(shape, shape.width);
  pictures.set(name, image);
  return image;
}

export interface Case {
  readonly plan: Plan;
  readonly image: Image;
  /** Op, parameters, extent and layout, for the messages of failures. */
  readonly what: string;
}

/** Every picture that an example can be run on, with its plan. */
export function* cases(op: Op, example: Params, layouts = LAYOUTS): Generator<Case> {
  const params = op.params.parse(example);
  for (const layout of layouts) {
    for (const [width, height] of EXTENTS) {
      const image = pictureOf({ ...layout, width, height });
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
