/**
 * A leg whose last step is done in two parts: the first one in the pipeline that reads the file, and the rest by the second
 * backend on the small picture that this leaves.
 */
import { decodeFeatures } from '../../coders/features.ts';
import type { Costs, Features } from '../../core/costs.ts';
import type { Shape } from '../../core/image.ts';
import type { Header, Shrink } from '../../formats/format.ts';
import { shrunkExtent } from '../../formats/jpeg/geometry.ts';
import type { InTwo } from '../../ops/op.ts';
import { type Plan, planOf } from '../../plan/plan.ts';
import { frameOf, hostOf, type Leg, type SourceCarrier, type Stretch, stepNames } from '../leg.ts';
import type { SharpBackend } from './backend.ts';
import { recordCalls } from './calls.ts';
import { pipelineTime, resizeFeatures } from './costs.ts';
import type { Fused } from './order.ts';
import { endInLentSamples, type FileReading, withFile } from './pipelines.ts';

/** Steps of which the last one is done in two parts: the first part in the pipeline, and the rest on its picture. */
export interface FusedInTwo extends Fused, Pick<InTwo, 'between' | 'shrink'> {
  /** The input of the step. */
  readonly input: Shape;
  readonly rest: Plan;
}

/** The first step in two parts, where no pipeline does the whole step. */
export function findInTwo(
  { steps }: Plan,
  { orientation, format: loader, detail }: Header,
  starts: readonly Fused[],
): FusedInTwo | undefined {
  const [step] = steps;
  if (!step || starts.length > 0) return undefined;
  const parts = step.op.inTwo?.(step.input, step.params, {
    turned: orientation >= 5,
    loader,
    detail,
    orientation,
  });
  const calls = parts && recordCalls(parts.first);
  if (!parts || !calls) return undefined;
  const { between, shrink } = parts;
  const rest = planOf([{ ...step, ...parts.rest, input: between }], between);
  return { ...{ from: 0, to: 1, calls, shrink, between, rest }, input: step.input };
}

/** The table knows small pictures best. A load at a part of the size takes no longer than one at the whole size. */
function cheaperLoad(header: Header, bytes: number, shrink: Shrink, costs: Costs): Features {
  const whole = decodeFeatures(header, bytes, { into: 'load' });
  const shrunk = decodeFeatures(header, bytes, { into: 'load', shrink });
  return costs.time('sharp', shrunk) < costs.time('sharp', whole) ? shrunk : whole;
}

/** The leg of such steps. None without a second backend. */
export function inTwoLegs(
  backend: SharpBackend,
  reading: FileReading,
  stretch: Stretch,
  fused: FusedInTwo,
): readonly Leg[] {
  const { costs, limits } = stretch;
  const { header, bytes } = stretch.input as SourceCarrier;
  const { shrink, between, rest } = fused;
  const first = {
    load: cheaperLoad(header, bytes.length, shrink, costs),
    resize: resizeFeatures({ ...fused.input, ...shrunkExtent(fused.input, shrink) }, between),
    raw: between,
  };
  const others = backend.expectsOfOthers(rest, costs);
  if (others === Number.POSITIVE_INFINITY) return [];
  const leg: Leg = {
    ...{ who: 'sharp', backend: 'sharp' },
    does: ['decode', 'shrink', ...stepNames(stretch.plan, fused.from, fused.to)],
    from: { kind: 'source', done: 0 },
    to: { kind: 'host', done: fused.to },
    whileReading: true,
    cost: pipelineTime(first, costs) + others,
    async run(carrier, context) {
      const start = { ...reading, calls: fused.calls, limits };
      const made = await withFile(start, carrier as SourceCarrier, context, (pipeline) =>
        endInLentSamples(pipeline, between, context),
      );
      if (!made) return undefined;
      try {
        const { image, timings, release } = await backend.process(rest, frameOf(made), context.run);
        for (const [name, time] of Object.entries(timings)) context.spent(name, time);
        return hostOf(image, release);
      } finally {
        made.release();
      }
    },
  };
  return [leg];
}
