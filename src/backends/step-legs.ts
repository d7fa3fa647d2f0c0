/** Legs that do steps between pictures in main memory. Every backend offers them. */
import { type Image, type Picture, sampleCount } from '../core/image.ts';
import { allocateSamples } from '../core/pixel.ts';
import { partOf } from '../plan/part.ts';
import type { Plan } from '../plan/plan.ts';
import { type Backend, Declined } from './backend.ts';
import { keepsExtra, processExtra } from './extra-band.ts';
import {
  type Carrier,
  type Cuts,
  type HostCarrier,
  hostOf,
  type Leg,
  type LegContext,
  type Stretch,
  stepNames,
} from './leg.ts';

interface StepsOptions {
  /** Expected milliseconds for a part of the plan. Infinity when the backend should not be asked. */
  cost(plan: Plan): number;
  /** Quick test of whether the backend can run a part. The exact test follows when the leg runs. */
  couldRun?(plan: Plan): boolean;
}

/** One leg from each start to each later end. */
export function stepLegs(
  backend: Backend,
  stretch: Stretch,
  { starts, ends }: Cuts,
  { cost, couldRun = () => true }: StepsOptions,
): Leg[] {
  const { plan } = stretch;
  return starts.flatMap((from) =>
    ends.flatMap((to): Leg[] => {
      if (to <= from) return [];
      const part = partOf(plan, from, to);
      const expected = cost(part);
      if (expected === Number.POSITIVE_INFINITY || !couldRun(part)) return [];
      const run = (carrier: Carrier, context: LegContext) =>
        processUnlessDeclined(backend, { part, extra: keepsExtra(stretch) }, carrier as HostCarrier, context);
      return [
        {
          who: backend.name,
          backend: backend.name,
          from: { kind: 'host', done: from },
          to: { kind: 'host', done: to },
          does: stepNames(plan, from, to),
          cost: expected,
          run,
        },
      ];
    }),
  );
}

/** The steps to run, and whether they also run on the extra band. */
interface Work {
  readonly part: Plan;
  readonly extra: boolean;
}

/** Resolves with undefined when the backend declines. */
async function processUnlessDeclined(
  backend: Backend,
  work: Work,
  carrier: HostCarrier,
  context: LegContext,
): Promise<HostCarrier | undefined> {
  try {
    return await process(backend, work, carrier, context);
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

async function process(
  backend: Backend,
  { part, extra }: Work,
  carrier: HostCarrier,
  context: LegContext,
): Promise<HostCarrier | undefined> {
  const { run, spent, fill } = context;
  const filled = await fill(part);
  if (!backend.supports(filled)) return undefined;
  const { frames } = carrier.picture;
  if (frames.length > 1) return processEach(backend, { part: filled, extra }, carrier.picture, context);
  const [source] = frames;
  const { image, timings, release } = await backend.process(filled, source, run);
  for (const [name, time] of Object.entries(timings)) spent(name, time);
  const beside = await besideOf(source, { part: filled, extra }, backend, context).catch((error: unknown) => {
    release();
    throw error;
  });
  return hostOf(beside ? { ...image, extra: beside } : image, release);
}

/** Processes frame by frame, into one memory for all. Only two buffers of one frame pass between the steps. */
async function processEach(
  backend: Backend,
  { part: plan, extra }: Work,
  { frames, ...timing }: Picture,
  context: LegContext,
): Promise<HostCarrier> {
  const { run, spent } = context;
  const length = sampleCount(plan.output);
  const samples = allocateSamples(plan.output.type, length * frames.length);
  const images: Image[] = [];
  for (const [index, frame] of frames.entries()) {
    const { image, timings, release } = await backend.process(plan, frame, run);
    const data = samples.subarray(index * length, (index + 1) * length);
    data.set(image.data);
    release();
    for (const [name, time] of Object.entries(timings)) spent(name, time);
    const beside = await besideOf(frame, { part: plan, extra }, backend, context);
    images.push(beside ? { ...image, data, extra: beside } : { ...image, data });
  }
  return { kind: 'host', picture: { ...timing, frames: images as [Image, ...Image[]] }, release: () => {} };
}

/** The steps on the band beside the colours, if there is one that goes with the picture. */
async function besideOf(
  { extra: band }: Image,
  { part, extra }: Work,
  backend: Backend,
  context: LegContext,
): Promise<Image | undefined> {
  return extra && band ? processExtra(backend, part, band, context) : undefined;
}
