/**
 * libvips' legs: from file to file, from a file to a picture, and from a picture to a file, each with the steps that
 * one pipeline does in the order written. Pixels then never lie in main memory as a whole, and a JPEG is decoded no
 * larger than it is needed. Steps alone, on raw pixels, are offered as by every backend.
 */
import { performance } from 'node:perf_hooks';
import { isAboutInput } from '../../coders/faults.ts';
import { decodeFeatures, encodeFeatures } from '../../coders/features.ts';
import type { Sharp } from '../../coders/sharp/load.ts';
import { SHARP_THREADS } from '../../coders/sharp/load.ts';
import {
  checkSides,
  mayEndPipeline,
  mayStartPipeline,
  openFile,
  turnUpright,
  writePipeline,
} from '../../coders/sharp/pipeline.ts';
import { readSamples } from '../../coders/sharp/samples.ts';
import { callLibvips } from '../../coders/sharp/turns.ts';
import { type Shape, shapeOf } from '../../core/image.ts';
import type { Output, Shrink } from '../../formats/format.ts';
import { shapeAt } from '../../plan/part.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import {
  type Carrier,
  type Cuts,
  frameOf,
  type HostCarrier,
  hostOf,
  type Leg,
  type LegContext,
  type LegSource,
  type SourceCarrier,
  type Stretch,
  stepNames,
} from '../leg.ts';
import { stepLegs } from '../step-legs.ts';
import type { SharpBackend } from './backend.ts';
import { apply, type Call } from './calls.ts';
import { pipelineTime, resizeFeatures } from './costs.ts';
import { type Fused, fuseAtEnd, fuseAtStart } from './order.ts';

/** `alone` says that there is no other backend, so that it takes also what it has no reason to take. */
export function sharpLegs(backend: SharpBackend, sharp: Sharp, alone: boolean): LegSource {
  return {
    name: backend.name,
    traits: { threads: SHARP_THREADS },
    cuts: (stretch) => ({
      starts: startsOf(stretch).map(({ to }) => to),
      ends: endOf(stretch).map(({ from }) => from),
    }),
    legs: (stretch, cuts) => [
      ...throughLegs(sharp, stretch),
      ...startsOf(stretch).map((fused) => startLeg(sharp, stretch, fused)),
      ...endOf(stretch).map((fused) => endLeg(sharp, stretch, fused)),
      ...stepLegs(backend, stretch, cuts, {
        cost(plan) {
          const expected = backend.expects(plan, stretch.costs);
          return alone ? Math.min(expected, Number.MAX_SAFE_INTEGER) : expected;
        },
      }),
    ],
  };
}

/** All steps from file to file, where one pipeline does them and libvips writes the format. */
function throughLegs(sharp: Sharp, stretch: Stretch): Leg[] {
  const { input, plan, output, costs, limits } = stretch;
  const steps = plan.steps.length;
  if (input.kind !== 'source' || !output || !mayStartPipeline(input.header)) return [];
  if (!mayEndPipeline(plan.output, output, input.header.orientation)) return [];
  const fused = fuseAtStart(plan, input.header.orientation);
  if (fused.to < steps) return [];
  const work = { load: loadOf(stretch, fused), ...stepsOf(stretch, fused) };
  return [
    {
      ...named(stretch, ['decode'], fused, ['encode']),
      from: { kind: 'source', done: 0 },
      to: { kind: 'file', done: steps },
      cost: pipelineTime({ ...work, encode: encodeFeatures(output, plan.output) }, costs),
      async run(carrier, context) {
        checkSides(output, plan.output);
        const pipeline = beginFrom(sharp, carrier as SourceCarrier, fused.calls, limits);
        return write(pipeline, output, plan.output, context);
      },
    },
  ];
}

/** The first steps in the pipeline that decodes: up to where a resize is done, and as many as go together. */
function startsOf(stretch: Stretch): Fused[] {
  const { input, plan } = stretch;
  if (input.kind !== 'source' || !mayStartPipeline(input.header)) return [];
  const most = fuseAtStart(plan, input.header.orientation);
  const resized = 1 + plan.steps.findIndex((step) => step.op.sharpFile !== undefined);
  const ends = new Set([resized, most.to].filter((to) => to > 0 && to <= most.to));
  return [...ends].map((to) => fuseAtStart(plan, input.header.orientation, to));
}

function startLeg(sharp: Sharp, stretch: Stretch, fused: Fused): Leg {
  const { plan, costs, limits } = stretch;
  const shape = shapeAt(plan, fused.to);
  return {
    ...named(stretch, ['decode'], fused, []),
    from: { kind: 'source', done: 0 },
    to: { kind: 'host', done: fused.to },
    cost: pipelineTime({ load: loadOf(stretch, fused), ...stepsOf(stretch, fused), raw: shape }, costs),
    run: (carrier, context) =>
      declining(context, async () => {
        const pipeline = beginFrom(sharp, carrier as SourceCarrier, fused.calls, limits);
        const image = await readSamples(pipeline, shape, context.run);
        return image && hostOf(image);
      }),
  };
}

/** The last steps in the pipeline that encodes. */
function endOf({ plan, output }: Stretch): Fused[] {
  if (!output || !mayEndPipeline(plan.output, output)) return [];
  const fused = fuseAtEnd(plan);
  const { type, channels } = shapeAt(plan, fused.from);
  return fused.from < fused.to && type === 'u8' && (channels === 1 || channels === 3) ? [fused] : [];
}

function endLeg(sharp: Sharp, stretch: Stretch, fused: Fused): Leg {
  const { plan, costs } = stretch;
  const output = stretch.output as Output;
  return {
    ...named(stretch, [], fused, ['encode']),
    from: { kind: 'host', done: fused.from },
    to: { kind: 'file', done: plan.steps.length },
    cost: pipelineTime({ ...stepsOf(stretch, fused), encode: encodeFeatures(output, plan.output) }, costs),
    async run(carrier, context) {
      checkSides(output, plan.output);
      const { width, height, channels, data } = frameOf(carrier as HostCarrier);
      const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
      return write(apply(raw, fused.calls), output, plan.output, context);
    },
  };
}

function named(
  { plan }: Stretch,
  before: readonly string[],
  { from, to }: Fused,
  behind: readonly string[],
): Pick<Leg, 'who' | 'backend' | 'does'> {
  const does = [...before, ...stepNames(plan, from, to), ...behind];
  return { who: 'sharp', backend: 'sharp', does };
}

/** Opens the file, and turns it upright behind a resize, so that libvips may shrink while it decodes. */
function beginFrom(
  sharp: Sharp,
  { bytes, header }: SourceCarrier,
  calls: readonly Call[],
  limits: Stretch['limits'],
) {
  const resizes = calls.some(({ method }) => method === 'resize');
  if (!resizes) return apply(openFile(sharp, bytes, header, limits), calls);
  const pipeline = openFile(sharp, bytes, { ...header, orientation: 1 }, limits);
  return turnUpright(apply(pipeline, calls), header.orientation);
}

/** Ends the pipeline in a file. Undefined when the picture is not of the shape that was planned. */
function write(
  pipeline: ReturnType<typeof openFile>,
  output: Output,
  shape: Shape,
  context: LegContext,
): Promise<Carrier | undefined> {
  return declining(context, async () => {
    const written = writePipeline(pipeline, output, shape.channels, shape.type);
    const { data, info } = await callLibvips(
      () => written.toBuffer({ resolveWithObject: true }),
      context.run,
    );
    const asPlanned = info.width === shape.width && info.height === shape.height;
    return asPlanned ? { kind: 'file', bytes: data, shape: shapeOf(shape) } : undefined;
  });
}

/**
 * Declines when libvips finds something wrong with the file or the picture: whoever decodes and encodes one after the
 * other can tell which.
 */
async function declining<Result>(
  { spent, run }: LegContext,
  work: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const begun = performance.now();
  try {
    const result = await work();
    spent('libvips', performance.now() - begun);
    return result;
  } catch (error) {
    if (!run.signal.aborted && isAboutInput(error)) return undefined;
    throw error;
  }
}

/** Features of decoding as small as the first step allows. */
function loadOf({ input, plan }: Stretch, { calls }: Fused) {
  const { header, bytes } = input as SourceCarrier;
  const [first] = plan.steps;
  const shrinks = header.format === 'jpeg' && calls[0]?.method === 'resize';
  const shrink: Shrink = (shrinks && first?.op.shrinkOnLoad?.(plan.input, first.params)) || 1;
  return decodeFeatures(header, bytes.length, { shrink, into: 'load' });
}

/** The steps of a pipeline, with libvips' own resize apart. */
function stepsOf({ plan }: Stretch, { from, to }: Fused) {
  const steps = plan.steps.slice(from, to);
  const resizes = (step: PlannedStep) => step.op.sharpFile !== undefined;
  const resize = steps.find(resizes);
  return {
    steps: steps.filter((step) => !resizes(step)),
    resize: resize && resizeFeatures(resize.input, resize.output),
  };
}
