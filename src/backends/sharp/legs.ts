/**
 * libvips' legs: file to file, file to picture, and picture to file, each with the steps that one pipeline can do
 * in order. Such a pipeline never holds the whole picture in main memory, and decodes a JPEG no larger than needed.
 * Single steps on raw pixels are offered like any backend's.
 */
import { decodeFeatures, encodeFeatures } from '../../coders/features.ts';
import { withoutHoles } from '../../coders/sharp/known-holes.ts';
import { SHARP_THREADS, type Sharp } from '../../coders/sharp/load.ts';
import {
  checkSides,
  LIBVIPS_FORMATS,
  mayEndPipeline,
  mayStartPipeline,
} from '../../coders/sharp/pipeline.ts';
import { pixelCount, shapeOf } from '../../core/image.ts';
import type { FormatName, Output } from '../../formats/format.ts';
import { shapeAt } from '../../plan/part.ts';
import { type PlannedStep, planOf } from '../../plan/plan.ts';
import { keepsExtra } from '../extra-band.ts';
import {
  type Carrier,
  frameCount,
  frameOf,
  type HostCarrier,
  type Leg,
  type LegContext,
  type LegSource,
  type MadePicture,
  type SourceCarrier,
  type Stretch,
  stepNames,
} from '../leg.ts';
import { stepLegs } from '../step-legs.ts';
import type { SharpBackend } from './backend.ts';
import { pipelineTime, resizeFeatures } from './costs.ts';
import { type FusedInTwo, findInTwo, inTwoLegs } from './in-two.ts';
import { pipelineMemory } from './memory.ts';
import { type Fused, fuseAtEnd, fuseAtStart } from './order.ts';
import {
  beginFromSamples,
  endInFile,
  endInLentSamples,
  endInSamples,
  type FileReading,
  withFile,
} from './pipelines.ts';
import { loadingMemory } from './thread-loader.ts';

/** The pipelines that are possible for a stretch. */
interface Pipelines {
  /** From file to file. */
  readonly through: Fused | undefined;
  /** From the file to a picture. */
  readonly starts: readonly Fused[];
  /** From the file to a picture, the last step with another backend. */
  readonly inTwo: FusedInTwo | undefined;
  /** From a picture to the file, or to the picture that encoders get. */
  readonly end: Fused | undefined;
}

interface Options extends FileReading {
  /** Whether there is no other backend, so that this one also offers what it would not choose. */
  readonly alone: boolean;
}

export function sharpLegs(backend: SharpBackend, { alone, ...reading }: Options): LegSource {
  const { sharp } = reading;
  const found = new WeakMap<Stretch, Pipelines>();
  const readable = withoutHoles(LIBVIPS_FORMATS, sharp.versions);
  const pipelinesOf = (stretch: Stretch) => {
    const pipelines = found.get(stretch) ?? findPipelines(stretch, readable);
    found.set(stretch, pipelines);
    return pipelines;
  };
  return {
    name: backend.name,
    traits: { threads: SHARP_THREADS },
    cuts(stretch) {
      const { starts, inTwo, end } = pipelinesOf(stretch);
      const handed = inTwo ? [...starts, inTwo] : starts;
      return { starts: handed.map(({ to }) => to), ends: end ? [end.from] : [] };
    },
    legs(stretch, cuts) {
      const { through, starts, inTwo, end } = pipelinesOf(stretch);
      return [
        ...(through ? [throughLeg(reading, stretch, through)] : []),
        ...starts.map((fused) => startLeg(reading, stretch, fused)),
        ...(end ? [endLeg(reading, stretch, end)] : []),
        ...againLegs(sharp, stretch, end),
        ...(inTwo ? inTwoLegs(backend, reading, stretch, inTwo) : []),
        ...stepLegs(backend, stretch, cuts, {
          cost(plan) {
            const expected = backend.expects(plan, stretch.costs);
            return alone ? Math.min(expected, Number.MAX_SAFE_INTEGER) : expected;
          },
        }),
      ];
    },
  };
}

function findPipelines(
  { input, plan, output, forFiles }: Stretch,
  readable: readonly FormatName[],
): Pipelines {
  // libvips stacks frames into one picture, so neighbouring rows of two frames would mix.
  if (frameCount(input) > 1) return { through: undefined, starts: [], inTwo: undefined, end: undefined };
  const isRead = input.kind === 'source' && readable.includes(input.header.format);
  const header = isRead && mayStartPipeline(input.header, input.range) ? input.header : undefined;
  const starts = header ? fuseAtStart(plan, header) : [];
  const most: Fused = starts.at(-1) ?? { from: 0, to: 0, calls: [] };
  const whole = header && most.to === plan.steps.length;
  const through = whole && output && mayEndPipeline(plan.output, output, header) ? most : undefined;
  const end = keepsExtra({ input, output })
    ? undefined
    : findEnd({ plan, output, forFiles: forFiles === true });
  if (!through) {
    const inTwo = header && findInTwo(plan, header, starts);
    return { through, starts, inTwo, end };
  }
  // Two pipelines for the same work take longer than one and give the same result.
  return {
    through,
    starts: starts.filter(({ to }) => to < plan.steps.length),
    inTwo: undefined,
    end: end && end.from > 0 ? end : undefined,
  };
}

/** The last steps, in the pipeline that encodes, or that makes the picture for several encoders. */
function findEnd({
  plan,
  output,
  forFiles,
}: Pick<Stretch, 'plan' | 'output' | 'forFiles'>): Fused | undefined {
  if (output ? !mayEndPipeline(plan.output, output) : !forFiles) return undefined;
  const fused = fuseAtEnd(plan);
  return fused.from < fused.to && shapeAt(plan, fused.from).type === 'u8' ? fused : undefined;
}

function throughLeg(reading: FileReading, stretch: Stretch, fused: Fused): Leg {
  const { plan, costs, limits } = stretch;
  const output = stretch.output as Output;
  const source = stretch.input as SourceCarrier;
  const work = { load: loadOf(stretch, fused), ...stepsOf(stretch, fused) };
  return {
    ...named(stretch, ['decode'], fused, ['encode']),
    from: { kind: 'source', done: 0 },
    to: { kind: 'file', done: plan.steps.length },
    cost: pipelineTime({ ...work, encode: encodeFeatures(output, plan.output) }, costs),
    memory: pipelineMemory(source.header, plan) + (reading.inThread ? loadingMemory(source, fused.calls) : 0),
    async run(carrier, context) {
      checkSides(output, plan.output);
      const start = { ...reading, calls: fused.calls, limits };
      return withFile(start, carrier as SourceCarrier, context, (pipeline, isAlone) => {
        // libvips encodes on another core while it decodes. That is sooner done if nothing else needs the core.
        const inThread = !isAlone && reading.inThread;
        return endInFile(pipeline, { output, shape: plan.output, inThread }, context);
      });
    },
  };
}

function startLeg(reading: FileReading, stretch: Stretch, fused: Fused): Leg {
  const { plan, costs, limits } = stretch;
  const shape = shapeAt(plan, fused.to);
  return {
    ...named(stretch, ['decode'], fused, []),
    from: { kind: 'source', done: 0 },
    to: { kind: 'host', done: fused.to },
    whileReading: true,
    cost: pipelineTime({ load: loadOf(stretch, fused), ...stepsOf(stretch, fused), raw: shape }, costs),
    run(carrier, context) {
      const start = { ...reading, calls: fused.calls, limits };
      return withFile(start, carrier as SourceCarrier, context, (pipeline) =>
        endInLentSamples(pipeline, shape, context),
      );
    },
  };
}

function endLeg(reading: FileReading, stretch: Stretch, fused: Fused): Leg {
  const { plan, costs, output } = stretch;
  const steps = stepsOf(stretch, fused);
  const begin = (carrier: Carrier) =>
    beginFromSamples(reading.sharp, frameOf(carrier as HostCarrier), fused.calls);
  const [from, done] = [{ kind: 'host', done: fused.from } as const, plan.steps.length];
  if (!output) {
    return {
      ...named(stretch, [], fused, []),
      ...{ from, to: { kind: 'host', done } },
      cost: pipelineTime({ ...steps, raw: plan.output }, costs),
      run: async (carrier, context) =>
        keep(await endInSamples(begin(carrier), plan.output, context), stretch),
    };
  }
  return {
    ...named(stretch, [], fused, ['encode']),
    ...{ from, to: { kind: 'file', done } },
    cost: pipelineTime({ ...steps, encode: encodeFeatures(output, plan.output) }, costs),
    async run(carrier, context) {
      checkSides(output, plan.output);
      return endInFile(begin(carrier), { output, shape: plan.output, inThread: reading.inThread }, context);
    },
  };
}

/** Keeps a picture that one step made of the whole input, so that smaller ones can start from it. */
function keep(made: HostCarrier | undefined, { plan, made: kept }: Stretch): HostCarrier | undefined {
  const [step] = plan.steps;
  if (made && step && plan.steps.length === 1) kept?.push({ step, image: frameOf(made) });
  return made;
}

/** The last step from the smallest picture that was made for another file and that serves as well as the input. */
function againLegs(sharp: Sharp, stretch: Stretch, end: Fused | undefined): Leg[] {
  const { plan, made = [], output, costs } = stretch;
  const [step] = plan.steps;
  if (output || !end || !step || plan.steps.length > 1) return [];
  const serves = ({ step: { op, params, output: smaller } }: MadePicture) =>
    op === step.op && op.startsFrom?.(step.input, step.params, { params, output: smaller });
  const from = made.filter(serves).sort((a, b) => pixelCount(a.image) - pixelCount(b.image))[0];
  if (!from) return [];
  const again = planOf([{ ...step, input: shapeOf(from.image) }], from.image);
  const fused = fuseAtEnd(again);
  if (fused.from > 0) return [];
  const run = (context: LegContext) =>
    endInSamples(beginFromSamples(sharp, from.image, fused.calls), plan.output, context);
  return [
    {
      ...named(stretch, [], fused, []),
      from: { kind: 'host', done: 0 },
      to: { kind: 'host', done: 1 },
      cost: pipelineTime({ ...stepsOf({ ...stretch, plan: again }, fused), raw: plan.output }, costs),
      run: async (_, context) => keep(await run(context), stretch),
    },
  ];
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

/** Features of decoding, at the smallest scale that the first step allows. */
function loadOf({ input, plan }: Stretch, { calls }: Fused) {
  const { header, bytes } = input as SourceCarrier;
  const [first] = plan.steps;
  const shrinks = header.format === 'jpeg' && calls[0]?.method === 'resize';
  const { detail = Number.POSITIVE_INFINITY } = header;
  const shrink = (shrinks && first?.op.shrinkOnLoad?.(plan.input, first.params, detail)) || 1;
  return decodeFeatures(header, bytes.length, { shrink, into: 'load' });
}

/** The steps of a pipeline, separated from libvips' own resize. */
function stepsOf({ plan }: Stretch, { from, to }: Fused) {
  const steps = plan.steps.slice(from, to);
  const resizes = (step: PlannedStep) => step.op.sharpFile !== undefined;
  const resize = steps.find(resizes);
  return {
    steps: steps.filter((step) => !resizes(step)),
    resize: resize && resizeFeatures(resize.input, resize.output),
  };
}
