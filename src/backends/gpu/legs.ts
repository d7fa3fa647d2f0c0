/**
 * The GPU's legs. Besides steps between pictures in main memory, it reads a JPEG's compressed bytes, and produces a
 * JPEG or the filtered rows of a PNG. Pixels then never enter main memory.
 */

import type { PngOptions } from '../../coders/png/bands.ts';
import { isReducible } from '../../coders/png/reduce.ts';
import type { Shape } from '../../core/image.ts';
import type { Output } from '../../formats/format.ts';
import { asksForPalette } from '../../formats/png/png.ts';
import { partOf } from '../../plan/part.ts';
import type { Plan } from '../../plan/plan.ts';
import type { BackendResult, CodedTarget, JpegTarget } from '../backend.ts';
import {
  type Carrier,
  type Cuts,
  frameCount,
  frameOf,
  type HostCarrier,
  hostOf,
  type Leg,
  type LegContext,
  type LegSource,
  type Place,
  type Stretch,
  stepNames,
} from '../leg.ts';
import { stepLegs } from '../step-legs.ts';
import type { GpuBackend } from './backend.ts';
import { type GpuEdges, planTime } from './costs.ts';
import type { DistantGpu } from './distant.ts';
import { taskFromJpeg } from './jpeg-task.ts';

/** Which processor decodes and encodes JPEGs, or filters the rows of PNGs. With `auto`, costs decide. */
export type CodingMode = 'auto' | 'gpu' | 'cpu';

export interface GpuLegOptions {
  readonly jpeg: CodingMode;
  readonly png: CodingMode;
  /** Whether the GPU is the first backend in the settings. */
  readonly first: boolean;
}

/**
 * Cost of a software adapter, in milliseconds. It is for tests: its speed does not matter, only its place among the
 * backends.
 */
const LAST_RESORT = 1e9;

/** A GPU of this process, or of another one for planning. */
type AnyGpu = GpuBackend | DistantGpu;

export function gpuLegs(backend: AnyGpu, options: GpuLegOptions): LegSource {
  const offer = new GpuOffer(backend, options);
  return { name: backend.name, legs: (stretch, cuts) => offer.legs(stretch, cuts) };
}

/** A leg without cost and work. */
interface Sketch {
  readonly from: Place;
  readonly to: Place;
  readonly target: CodedTarget | undefined;
}

class GpuOffer {
  readonly #backend: AnyGpu;
  readonly #options: GpuLegOptions;

  constructor(backend: AnyGpu, options: GpuLegOptions) {
    this.#backend = backend;
    this.#options = options;
  }

  legs(stretch: Stretch, cuts: Cuts): Leg[] {
    const alone = frameCount(stretch.input) === 1;
    const coding = alone ? this.#sketches(stretch, cuts).map((sketch) => this.#leg(stretch, sketch)) : [];
    const steps = stepLegs(this.#backend, stretch, cuts, {
      cost: (plan) => this.#price(planTime(plan, stretch.costs), false),
      couldRun: (plan) => this.#backend.couldRun(plan),
    });
    return [...coding, ...steps];
  }

  /** All allowed combinations of input and target, longest first. */
  #sketches({ input, output, plan }: Stretch, { starts, ends }: Cuts): Sketch[] {
    const done = plan.steps.length;
    const target = output && this.#target(output, plan);
    const goal = target && ({ kind: target.kind === 'png' ? 'rows' : 'file', done } as const);
    const reads = input.kind === 'source' && input.header.format === 'jpeg' && this.#allows('jpeg');
    const start = { kind: 'source', done: 0 } as const;
    const fromSource: Sketch[] = !reads
      ? []
      : [
          ...(goal ? [{ from: start, to: goal, target }] : []),
          ...ends.map((end) => ({
            from: start,
            to: { kind: 'host', done: end } as const,
            target: undefined,
          })),
        ];
    const fromHost: Sketch[] = goal
      ? starts.map((cut) => ({ from: { kind: 'host', done: cut }, to: goal, target }))
      : [];
    return [...fromSource, ...fromHost];
  }

  /** `gpu` offers coding on any adapter. `auto` offers it only on hardware. */
  #allows(what: 'jpeg' | 'png'): boolean {
    const mode = this.#options[what];
    return mode === 'gpu' || (mode === 'auto' && this.#backend.fast);
  }

  #target(output: Output, plan: Plan): CodedTarget | undefined {
    const target = targetOf(output);
    if (!target || !this.#allows(target.kind)) return undefined;
    return this.#backend.encodes(plan, target) ? target : undefined;
  }

  #leg(stretch: Stretch, { from, to, target }: Sketch): Leg {
    const { plan, costs } = stretch;
    const decodes = from.kind === 'source';
    const part = partOf(plan, from.done, to.done);
    const time = planTime(part, costs, edgesOf(stretch, decodes, target));
    const forced =
      (decodes && this.#options.jpeg === 'gpu') ||
      (target !== undefined && this.#options[target.kind] === 'gpu');
    return {
      who: this.#backend.name,
      backend: this.#backend.name,
      device: 'gpu',
      from,
      to,
      does: [
        ...(decodes ? ['decode'] : []),
        ...stepNames(plan, from.done, to.done),
        ...(target ? [target.kind === 'png' ? 'filter' : 'encode'] : []),
      ],
      cost: this.#price(time, forced),
      run: (carrier, context) => this.#run(stretch, { from, to, target }, carrier, context),
    };
  }

  #price(time: number, forced: boolean): number {
    if (forced) return 0;
    if (this.#backend.fast) return time;
    return this.#options.first ? 0 : LAST_RESORT;
  }

  async #run(
    stretch: Stretch,
    { from, to, target }: Sketch,
    carrier: Carrier,
    context: LegContext,
  ): Promise<Carrier | undefined> {
    // The encoder makes fewer bits of a picture of few colours, but it needs the samples for that.
    const onlyFilters = target?.kind === 'png' && carrier.kind === 'host' && from.done === to.done;
    if (onlyFilters && stretch.output?.options.palette !== false) {
      if (await isReducible(frameOf(carrier), context.run)) return undefined;
    }
    const part = await context.fill(partOf(stretch.plan, from.done, to.done));
    const task =
      carrier.kind === 'source'
        ? await taskFromJpeg(carrier, part, stretch, context)
        : { plan: part, from: { kind: 'image', image: frameOf(carrier as HostCarrier) } as const };
    if (!task || !this.#backend.supports(task.plan)) return undefined;
    const result = await this.#backend.perform({ ...task, to: target }, context.run);
    return result && carrierOf(result, task.plan.output, context);
  }
}

/** Compressed input and output, for the cost. */
function edgesOf({ input }: Stretch, decodes: boolean, target: CodedTarget | undefined): GpuEdges {
  return {
    ...(decodes && input.kind === 'source' && { jpeg: { extent: input.header, bytes: input.bytes.length } }),
    ...(target && { to: target.kind === 'png' ? 'rows' : 'jpeg' }),
  };
}

function carrierOf(result: BackendResult, shape: Shape, { spent }: LegContext): Carrier {
  const { timings, release } = result;
  for (const [name, time] of Object.entries(timings)) spent(name, time);
  if (result.kind === 'image') return hostOf(result.image, release);
  if (result.kind === 'rows') return { kind: 'rows', rows: result.rows, shape, release };
  release();
  return { kind: 'file', bytes: result.bytes, shape };
}

/**
 * The target for an output that the GPU supports: a baseline JPEG, or filtered rows for a PNG without interlacing. Not
 * for a PNG with a palette or one that may get one, and not for one without filters or compression, which gains nothing.
 */
function targetOf({ format, options, roundsAbove }: Output): CodedTarget | undefined {
  if (options.progressive || roundsAbove !== undefined) return undefined;
  if (format === 'png') {
    if (asksForPalette(options)) return undefined;
    const { compressionLevel, adaptiveFiltering } = options as PngOptions;
    return (adaptiveFiltering ?? compressionLevel !== 0) ? { kind: 'png' } : undefined;
  }
  if (format !== 'jpeg' || options.mozjpeg) return undefined;
  const { quality, chromaSubsampling, optimiseCoding } = options as unknown as JpegTarget;
  return { kind: 'jpeg', quality, chromaSubsampling, optimiseCoding };
}
