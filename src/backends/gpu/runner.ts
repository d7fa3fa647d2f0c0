import { Gate } from '../../core/gate.ts';
import { type Image, sampleCount } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { viewSamples } from '../../core/pixel.ts';
import { type Band, cutBands, texelBytes } from '../../plan/bands.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Processed } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import { type Lease, type PoolStats, sizeClass } from '../pool.ts';
import type { Device } from './device.ts';
import {
  encodePasses,
  gatherOthers,
  packTables,
  packUniforms,
  placeLedgers,
  resultBytes,
  texelBufferBytes,
  upload,
} from './job.ts';
import { Pipelines } from './pipelines.ts';
import { type JobResources, Resources } from './resources.ts';
import { elapsed, STAMP_BYTES } from './stopwatch.ts';

/** What a device may be asked for; lower than the device's own to share it, or to test. */
export interface GpuLimits {
  /** Bytes of texel buffers over all jobs in flight; drivers do not tell when memory runs out. */
  readonly bytes: number;
  /** Bytes of one binding; what is larger is worked in bands. */
  readonly bindingBytes: number;
}

/** Runs plans on one open device, until it is lost. */
export class Runner {
  readonly #opened: Device;
  readonly #limits: GpuLimits;
  readonly #budget: Gate;
  readonly #pipelines: Pipelines;
  readonly #resources: Resources;

  constructor(
    opened: Device,
    limits: Partial<GpuLimits> = {},
    pipelines: Pipelines = new Pipelines(opened.device),
  ) {
    const { maxStorageBufferBindingSize } = opened.device.limits;
    this.#opened = opened;
    this.#limits = {
      bytes: limits.bytes ?? 2 ** 31,
      bindingBytes: Math.min(limits.bindingBytes ?? Infinity, maxStorageBufferBindingSize),
    };
    this.#budget = new Gate(this.#limits.bytes);
    this.#pipelines = pipelines;
    this.#resources = new Resources(opened);
  }

  /** Counts of the texel buffers, and of the shaders compiled. */
  stats(): PoolStats & { readonly pipelines: number } {
    return { ...this.#resources.stats(), pipelines: this.#pipelines.count };
  }

  supports(plan: Plan): boolean {
    const bytes = texelBufferBytes(plan);
    return (
      sizeClass(bytes) <= this.#opened.device.limits.maxBufferSize &&
      jobBytes(plan) <= this.#limits.bytes &&
      plan.passes.every((pass) => this.#cut(pass) !== undefined && this.#binds(pass))
    );
  }

  /** Compiles what the passes need. */
  async warm(passes: readonly Pass[]): Promise<void> {
    await Promise.all(passes.map((pass) => this.#pipelines.get(pass)));
  }

  async process(plan: Plan, image: Image): Promise<Processed> {
    const pipelines = await Promise.all(plan.passes.map((pass) => this.#pipelines.get(pass)));
    const leave = await this.#budget.enter(jobBytes(plan));
    try {
      return await this.#run(plan, image, pipelines);
    } finally {
      leave();
    }
  }

  destroy(): void {
    this.#resources.trim();
    this.#opened.device.destroy();
  }

  #cut(pass: Pass): Band[] | undefined {
    return cutBands(pass, {
      maxStorageBufferBindingSize: this.#limits.bindingBytes,
      minStorageBufferOffsetAlignment: this.#opened.device.limits.minStorageBufferOffsetAlignment,
    });
  }

  /** Whether what a pass binds whole fits a binding; ledgers are small, and the device's own limit is theirs. */
  #binds({ other, ledger = 0 }: Pass): boolean {
    const { maxStorageBufferBindingSize } = this.#opened.device.limits;
    const bytes = other ? texelBytes(other.shape) : 0;
    return bytes <= this.#limits.bindingBytes && 4 * ledger <= maxStorageBufferBindingSize;
  }

  async #run(plan: Plan, image: Image, pipelines: readonly GPUComputePipeline[]): Promise<Processed> {
    const { device } = this.#opened;
    const passes = plan.passes.map((pass) => ({ pass, bands: this.#cut(pass) ?? [] }));
    const uniforms = packUniforms(passes, device.limits.minUniformBufferOffsetAlignment);
    const tables = packTables(plan.passes, device.limits.minStorageBufferOffsetAlignment);
    const ledgers = placeLedgers(plan, device.limits.minStorageBufferOffsetAlignment);
    const others = gatherOthers(plan);
    const resources = this.#resources.lease({
      texels: texelBufferBytes(plan),
      uniforms: uniforms.data.byteLength,
      tables: tables.data.byteLength,
      ledger: ledgers.bytes,
      others: others.images.map(texelBytes),
      staging: stampOffset(plan) + STAMP_BYTES,
    });
    try {
      const begun = performance.now();
      upload(device.queue, resources.active, image);
      for (const [index, other] of others.images.entries()) {
        upload(device.queue, resources.others[index] as GPUBuffer, other);
      }
      device.queue.writeBuffer(resources.uniforms, 0, uniforms.data);
      device.queue.writeBuffer(resources.tables, 0, tables.data);
      const uploaded = performance.now();
      const invalid = this.#submit(plan, resources, (encoder) =>
        encodePasses(device, encoder, {
          passes,
          pipelines,
          uniforms,
          tables,
          ledgers,
          others,
          layout: this.#pipelines.bindGroupLayout,
          buffers: resources,
        }),
      );
      const { memory, gpu } = await this.#readBack(plan, resources, invalid);
      const waited = performance.now() - uploaded;
      resources.release();
      const { output } = plan;
      return {
        image: {
          ...output,
          space: image.space,
          data: viewSamples(output.type, memory.resource, 0, sampleCount(output)),
        },
        timings: { upload: uploaded - begun, gpu: gpu ?? waited, readback: waited - (gpu ?? waited) },
        release: memory.release,
      };
    } catch (error) {
      // Work on them may still be queued, so nobody else may have them.
      resources.discard();
      throw error;
    }
  }

  /** Queues the passes and the copy of their result; gives what the device found wrong with them. */
  #submit(
    plan: Plan,
    { ledger, staging, stopwatch }: JobResources,
    encodeInto: (encoder: GPUComputePassEncoder) => GPUBuffer,
  ): Promise<GPUError | null> {
    const { device } = this.#opened;
    device.pushErrorScope('validation');
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(ledger);
    const compute = encoder.beginComputePass(stopwatch ? { timestampWrites: stopwatch.writes } : {});
    const result = encodeInto(compute);
    compute.end();
    encoder.copyBufferToBuffer(result, 0, staging, 0, resultBytes(plan));
    stopwatch?.copyTo(encoder, staging, stampOffset(plan));
    device.queue.submit([encoder.finish()]);
    return device.popErrorScope();
  }

  /** Waits for the result and copies it out, with the milliseconds that the GPU took if it can tell. */
  async #readBack(
    plan: Plan,
    { staging, stopwatch }: JobResources,
    invalid: Promise<GPUError | null>,
  ): Promise<{ memory: Lease<HostMemory>; gpu: number | undefined }> {
    const bytes = resultBytes(plan);
    await staging.mapAsync(GPUMapMode.READ, 0, stampOffset(plan) + STAMP_BYTES);
    const memory = hostMemory.lease(bytes);
    let gpu: number | undefined;
    try {
      new Uint8Array(memory.resource).set(new Uint8Array(staging.getMappedRange(0, bytes)));
      if (stopwatch) gpu = elapsed(staging.getMappedRange(stampOffset(plan), STAMP_BYTES));
    } finally {
      staging.unmap();
    }
    const error = await invalid;
    // After a loss mapped memory may hold anything.
    const lost = this.#opened.lost();
    if (!error && lost === undefined) return { memory, gpu };
    memory.release();
    throw new Error(error?.message ?? `the GPU was lost: ${lost}`);
  }
}

/** Bytes of the GPU's memory that a job takes at most: its two texel buffers, and its further pictures. */
function jobBytes(plan: Plan): number {
  const others = plan.steps.flatMap(({ others }) => others.map(texelBytes));
  const ledgers = plan.passes.map(({ ledger = 0 }) => 4 * ledger);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return 2 * texelBufferBytes(plan) + sum(others) + sum(ledgers);
}

/** Where the timestamps lie behind a result: a copy of them begins at a multiple of 8 bytes. */
function stampOffset(plan: Plan): number {
  return Math.ceil(resultBytes(plan) / 8) * 8;
}
