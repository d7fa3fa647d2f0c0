// Runs tasks on one open device until the device is lost.
import { Gate } from '../../core/gate.ts';
import type { Image } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import type { Plan } from '../../plan/plan.ts';
import {
  type BackendResult,
  type CodedTarget,
  Declined,
  type ImageResult,
  type JpegInput,
  type Task,
} from '../backend.ts';
import { type HeldBytes, type PoolStats, sumHeld } from '../pool.ts';
import { Capacity, type GpuLimits, taskBytes } from './capacity.ts';
import type { Device } from './device.ts';
import type { DecodeLayout } from './jpeg/decode-layout.ts';
import { JpegDecoder } from './jpeg/decoder.ts';
import { JpegEncoder } from './jpeg/encoder.ts';
import { abandonableLoan, unlessAborted } from './leaving.ts';
import { Pipelines } from './pipelines.ts';
import { PngFilter } from './png/filter.ts';
import { Resources } from './resources.ts';
import { type PreparedTask, Submission, type Tools } from './submission.ts';
import { SubmissionQueue, type SubmissionStats } from './submission-queue.ts';

/** Counters of the texel buffers, the submissions and the compiled shaders. */
export interface ExecutorStats extends PoolStats, SubmissionStats {
  readonly pipelines: number;
}

export class Executor {
  readonly #tools: Tools;
  readonly #capacity: Capacity;
  readonly #budget: Gate;
  readonly #submissions: SubmissionQueue;

  constructor(
    opened: Device,
    limits: Partial<GpuLimits> = {},
    pipelines: Pipelines = new Pipelines(opened.device),
  ) {
    this.#capacity = new Capacity(opened.device.limits, limits);
    this.#budget = new Gate(this.#capacity.limits.bytes);
    this.#submissions = new SubmissionQueue(opened, limits.milliseconds);
    this.#tools = {
      opened,
      pipelines,
      resources: new Resources(opened),
      decoder: new JpegDecoder(opened),
      encoder: new JpegEncoder(opened),
      filter: new PngFilter(opened),
    };
  }

  stats(): ExecutorStats {
    const { resources, pipelines } = this.#tools;
    return { ...resources.stats(), ...this.#submissions.stats(), pipelines: pipelines.count };
  }

  /** Bytes of all buffers in the pools. */
  held(): HeldBytes {
    const { resources, decoder, encoder, filter } = this.#tools;
    return sumHeld([resources, decoder, encoder, filter].map((holder) => holder.held()));
  }

  /** Quick test before `supports`, which lowers the steps. */
  couldRun(plan: Plan): boolean {
    return this.#capacity.couldRun(plan);
  }

  supports(plan: Plan): boolean {
    return this.#capacity.supports(plan);
  }

  /** Compiles the shaders of the passes. */
  async warm(passes: readonly Pass[]): Promise<void> {
    await Promise.all(passes.map((pass) => this.#tools.pipelines.get(pass)));
  }

  /** Rejects with `Declined` when pixels are mixed of a float picture with holes. */
  async process(plan: Plan, image: Image, run: Run = UNBOUND): Promise<ImageResult> {
    const result = await this.perform({ plan, from: { kind: 'image', image } }, run);
    if (result?.kind !== 'image') throw new Declined('the picture has holes, and the GPU does not skip them');
    return result;
  }

  /**
   * Returns undefined when the GPU decoder does not take the file, or could not prove its parse, and when pixels are
   * mixed of a float picture with holes. Rejects with the
   * run's reason as soon as the run aborts. Work that the GPU has begun goes on, and is reported to the run.
   */
  async perform(task: Task, run: Run = UNBOUND): Promise<BackendResult | undefined> {
    const { signal } = run;
    signal.throwIfAborted();
    const { from } = task;
    const layout = from.kind === 'jpeg' ? this.#layOut(from) : undefined;
    if (from.kind === 'jpeg' && !layout) return undefined;
    const programs = await unlessAborted(this.#compile(task), run);
    const prepared: PreparedTask = {
      ...task,
      passes: this.#capacity.band(task.plan),
      programs,
      layout,
      signal,
    };
    const open = () => new Submission(this.#tools, prepared);
    const bytes = taskBytes(task.plan) + this.#codecBytes(task, layout);
    const leave = await this.#budget.enter(bytes, signal);
    return abandonableLoan(this.#submissions.run({ bytes, open, signal }).finally(leave), run);
  }

  /** Compiles the programs of the passes, and the codecs that the task needs. */
  async #compile({ plan, from, to }: Task): Promise<PreparedTask['programs']> {
    const { decoder, encoder, filter, pipelines } = this.#tools;
    const [programs] = await Promise.all([
      Promise.all(plan.passes.map((pass) => pipelines.get(pass))),
      from.kind === 'jpeg' && decoder.warm(),
      to && (to.kind === 'png' ? filter : encoder).warm(),
    ]);
    return programs;
  }

  /** Whether the GPU can turn the plan's result into the target. */
  encodes({ output }: Plan, to: CodedTarget): boolean {
    const { encoder, filter } = this.#tools;
    return to.kind === 'png' ? filter.supports(output) : encoder.supports(output, to);
  }

  /** GPU memory in bytes for decoding and encoding. */
  #codecBytes({ plan, to }: Task, layout: DecodeLayout | undefined): number {
    const { encoder, filter } = this.#tools;
    const decoding = layout
      ? layout.input.byteLength + 4 * Object.values(layout.words).reduce((sum, words) => sum + words, 0)
      : 0;
    const encoding = to && (to.kind === 'png' ? filter.bytes(plan.output) : encoder.bytes(plan.output, to));
    return decoding + (encoding ?? 0);
  }

  #layOut({ bytes, picture, shrink, colors }: JpegInput): DecodeLayout | undefined {
    const { decoder } = this.#tools;
    if (decoder.supports(picture) || (picture.components.length === 4 && !colors)) return undefined;
    return decoder.prepare(bytes, picture, { shrink, colors });
  }

  /** Frees everything, unless the GPU hangs: then only the end of the process frees it. */
  destroy(): void {
    const { resources, decoder, encoder, filter, opened } = this.#tools;
    if (opened.hangs()) return;
    for (const holder of [resources, decoder, encoder, filter]) holder.trim();
    opened.device.destroy();
  }
}
