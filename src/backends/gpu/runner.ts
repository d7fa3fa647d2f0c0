import { Gate } from '../../core/gate.ts';
import type { Image } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { type Band, cutBands, texelBytes } from '../../plan/bands.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DirectJob, DirectResult, JpegFile, JpegTarget, PngTarget, Processed } from '../backend.ts';
import { type PoolStats, sizeClass } from '../pool.ts';
import type { Device } from './device.ts';
import { texelBufferBytes } from './job.ts';
import type { DecodeLayout } from './jpeg/decode-layout.ts';
import { JpegDecoder } from './jpeg/decoder.ts';
import { JpegEncoder } from './jpeg/encoder.ts';
import { Pipelines } from './pipelines.ts';
import { PngFilter } from './png/filter.ts';
import { Resources } from './resources.ts';
import { Submission, type Tools } from './submission.ts';
import { SubmissionQueue, type SubmissionStats } from './submission-queue.ts';

/** What a device may be asked for; lower than the device's own to share it, or to test. */
export interface GpuLimits {
  /** Bytes of texel buffers over all jobs in flight; drivers do not tell when memory runs out. */
  readonly bytes: number;
  /** Bytes of one binding; what is larger is worked in bands. */
  readonly bindingBytes: number;
}

/** Counts of the texel buffers, of what was submitted, and of the shaders compiled. */
export interface RunnerStats extends PoolStats, SubmissionStats {
  readonly pipelines: number;
}

/** Runs plans on one open device, until it is lost. */
export class Runner {
  readonly #tools: Tools;
  readonly #limits: GpuLimits;
  readonly #budget: Gate;
  readonly #submissions: SubmissionQueue;

  constructor(
    opened: Device,
    limits: Partial<GpuLimits> = {},
    pipelines: Pipelines = new Pipelines(opened.device),
  ) {
    const { maxStorageBufferBindingSize } = opened.device.limits;
    this.#limits = {
      bytes: limits.bytes ?? 2 ** 31,
      bindingBytes: Math.min(limits.bindingBytes ?? Infinity, maxStorageBufferBindingSize),
    };
    this.#budget = new Gate(this.#limits.bytes);
    this.#submissions = new SubmissionQueue(opened);
    const { device } = opened;
    this.#tools = {
      opened,
      pipelines,
      resources: new Resources(opened),
      decoder: new JpegDecoder(device),
      encoder: new JpegEncoder(device),
      filter: new PngFilter(device),
    };
  }

  stats(): RunnerStats {
    const { resources, pipelines } = this.#tools;
    return { ...resources.stats(), ...this.#submissions.stats(), pipelines: pipelines.count };
  }

  supports(plan: Plan): boolean {
    const bytes = texelBufferBytes(plan);
    return (
      sizeClass(bytes) <= this.#tools.opened.device.limits.maxBufferSize &&
      jobBytes(plan) <= this.#limits.bytes &&
      plan.passes.every((pass) => this.#cut(pass) !== undefined && this.#binds(pass))
    );
  }

  /** Compiles what the passes need. */
  async warm(passes: readonly Pass[]): Promise<void> {
    await Promise.all(passes.map((pass) => this.#tools.pipelines.get(pass)));
  }

  async process(plan: Plan, image: Image): Promise<Processed> {
    const { image: made, timings, release } = (await this.direct({ plan, from: image })) ?? {};
    if (!made || !timings || !release) throw new Error('a picture in memory needs no proof');
    return { image: made, timings, release };
  }

  /** Undefined where the file is not for the decoder here, or its parse could not be proved. */
  async direct(job: DirectJob): Promise<DirectResult | undefined> {
    const { plan, from, to } = job;
    const { decoder, encoder, filter, pipelines } = this.#tools;
    const layout = 'picture' in from ? this.#layOut(from) : undefined;
    if ('picture' in from && !layout) return undefined;
    const [compiled] = await Promise.all([
      Promise.all(plan.passes.map((pass) => pipelines.get(pass))),
      layout && decoder.warm(),
      to && ('rows' in to ? filter : encoder).warm(),
    ]);
    const passes = plan.passes.map((pass) => ({ pass, bands: this.#cut(pass) ?? [] }));
    const bytes = jobBytes(plan) + this.#codecBytes(job, layout);
    const leave = await this.#budget.enter(bytes);
    try {
      const prepared = { passes, pipelines: compiled, layout };
      return await this.#submissions.run(bytes, () => new Submission(this.#tools, job, prepared));
    } finally {
      leave();
    }
  }

  /** Whether the result of a plan can be encoded here, or its rows be filtered. */
  encodes({ output }: Plan, to: JpegTarget | PngTarget): boolean {
    if ('rows' in to) return this.#tools.filter.supports(output);
    const { channels, type } = output;
    if (type !== 'u8' || (channels !== 1 && channels !== 3)) return false;
    return this.#tools.encoder.supports({ extent: output, channels }, to);
  }

  /** Bytes of the GPU's memory that decoding and encoding take. */
  #codecBytes({ plan, to }: DirectJob, layout: DecodeLayout | undefined): number {
    const { encoder, filter } = this.#tools;
    const { width, height, channels } = plan.output;
    const decoding = layout
      ? layout.input.byteLength + 4 * Object.values(layout.words).reduce((sum, words) => sum + words, 0)
      : 0;
    const target = { extent: { width, height }, channels: channels as 1 | 3 };
    const encoding = to && ('rows' in to ? filter.bytes(plan.output) : encoder.bytes(target, to));
    return decoding + (encoding ?? 0);
  }

  #layOut({ bytes, picture, shrink, colors }: JpegFile): DecodeLayout | undefined {
    const { decoder } = this.#tools;
    if (decoder.supports(picture) || (picture.components.length === 4 && !colors)) return undefined;
    return decoder.prepare(bytes, picture, { shrink, colors });
  }

  destroy(): void {
    const { resources, decoder, encoder, filter, opened } = this.#tools;
    for (const held of [resources, decoder, encoder, filter]) held.trim();
    opened.device.destroy();
  }

  #cut(pass: Pass): Band[] | undefined {
    return cutBands(pass, {
      maxStorageBufferBindingSize: this.#limits.bindingBytes,
      minStorageBufferOffsetAlignment: this.#tools.opened.device.limits.minStorageBufferOffsetAlignment,
    });
  }

  /** Whether what a pass binds whole fits a binding; ledgers are small, and the device's own limit is theirs. */
  #binds({ other, ledger = 0 }: Pass): boolean {
    const { maxStorageBufferBindingSize } = this.#tools.opened.device.limits;
    const bytes = other ? texelBytes(other.shape) : 0;
    return bytes <= this.#limits.bindingBytes && 4 * ledger <= maxStorageBufferBindingSize;
  }
}

/** Bytes of the GPU's memory that a job takes at most: its two texel buffers, and its further pictures. */
function jobBytes(plan: Plan): number {
  const others = plan.steps.flatMap(({ others }) => others.map(texelBytes));
  const ledgers = plan.passes.map(({ ledger = 0 }) => 4 * ledger);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return 2 * texelBufferBytes(plan) + sum(others) + sum(ledgers);
}
