/** Lists the work to measure of each op: its examples on pictures of several sizes. */
import type { Backend } from '../../backends/backend.ts';
import { type Extent, type Image, pixelCount, type Shape } from '../../core/image.ts';
import { DEFAULT_LIMITS } from '../../core/limits.ts';
import type { Channels, PixelType } from '../../core/pixel.ts';
import { toEnd } from '../../core/turns.ts';
import type { Op } from '../../ops/op.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import type { Sample } from './fit.ts';
import { furtherPictures, makePhoto } from './pictures.ts';
import { leastTime, type Patience } from './stopwatch.ts';

/** Selects the steps to measure. */
export interface StepChoice {
  readonly ops: readonly Op[];
  /** At least two extents, to separate the fixed time from the time per pixel. */
  readonly extents: readonly Extent[];
  readonly types: readonly PixelType[];
  readonly channels: readonly Channels[];
  readonly patience: Patience;
}

/** Measures each op with its typical parameters on each backend that does it, on pictures of every kind chosen. */
export async function measureSteps(backends: readonly Backend[], choice: StepChoice): Promise<Sample[]> {
  const samples: Sample[] = [];
  // The largest first, so that code is compiled by the time that small pictures come.
  const extents = [...choice.extents].sort((a, b) => pixelCount(b) - pixelCount(a));
  for (const type of choice.types) {
    for (const channels of choice.channels) {
      for (const extent of extents) {
        const pictures = picturesOf({ ...extent, channels, type });
        for (const op of choice.ops)
          samples.push(...(await measureOp(op, pictures, backends, choice.patience)));
      }
    }
  }
  return samples;
}

/** Examples to measure per kind of work, unless an op names examples that separate small from large work. */
const ENOUGH = 2;

interface Pictures {
  readonly image: Image;
  readonly others: readonly Image[];
}

function picturesOf(shape: Shape): Pictures {
  return { image: makePhoto(shape), others: furtherPictures(shape) };
}

async function measureOp(
  op: Op,
  pictures: Pictures,
  backends: readonly Backend[],
  patience: Patience,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const seen = new Map<string, number>();
  for (const example of op.measured ?? [...op.examples, ...(op.shown ?? [])]) {
    const plan = planOf(op, op.params.parse(example), pictures);
    const [step] = plan?.steps ?? [];
    if (!plan || !step) continue;
    for (const backend of backends) {
      const features = backend.features?.(step);
      if (!features || !backend.supports(plan)) continue;
      const key = `${backend.name} ${features.kind}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      if (before >= ENOUGH && !op.measured) continue;
      const run = async () => (await backend.process(plan, pictures.image)).release();
      samples.push({ who: backend.name, features, milliseconds: await leastTime(run, patience) });
    }
  }
  return samples;
}

/** The step with the first further pictures that it takes. Undefined when it takes none of them. */
function planOf(op: Op, params: unknown, { image, others }: Pictures): Plan | undefined {
  const settled = toEnd(op.settle?.(params)?.(image)) ?? { op, params };
  const count = settled.op.sources?.(settled.params).length ?? 0;
  for (const other of count > 0 ? others : [image]) {
    const step = { ...settled, pictures: Array.from({ length: count }, () => other) };
    try {
      return makePlan([step], image, DEFAULT_LIMITS);
    } catch {
      // Parameters or further pictures that do not fit this picture; the next ones may.
    }
  }
  return undefined;
}
