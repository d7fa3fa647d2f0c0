import { Gate } from '../../core/gate.ts';
import { byteCount, type Image, sampleCount } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { viewSamples } from '../../core/pixel.ts';
import { cutBands } from '../../plan/bands.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Processed } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import { type Lease, Pool, type PoolStats } from '../pool.ts';
import type { Device } from './device.ts';
import {
  type BandedPass,
  encodePasses,
  type JobBuffers,
  type JobUniforms,
  packUniforms,
  resultBytes,
  texelBufferBytes,
  upload,
} from './job.ts';
import { Pipelines } from './pipelines.ts';
import { elapsed, STAMP_BYTES, Stopwatch } from './stopwatch.ts';

/** What a device may be asked for; lower than the device's own to share it, or to test. */
export interface GpuLimits {
  /** Bytes of texel buffers over all jobs in flight; drivers do not tell when memory runs out. */
  readonly bytes: number;
  /** Bytes of one binding; what is larger is worked in bands. */
  readonly bindingBytes: number;
}

/** Runs plans on one open device, until it is lost. */
export class Runner {
  readonly #device: GPUDevice;
  readonly #opened: Device;
  readonly #limits: GpuLimits;
  readonly #alignment: { storage: number; uniform: number };
  readonly #budget: Gate;
  readonly #pipelines: Pipelines;
  readonly #texels: Pool<GPUBuffer>;
  readonly #staging: Pool<GPUBuffer>;
  readonly #uniforms: Pool<GPUBuffer>;
  readonly #stopwatches: Pool<Stopwatch>;

  constructor(opened: Device, limits: Partial<GpuLimits> = {}) {
    const { device } = opened;
    this.#opened = opened;
    this.#device = device;
    this.#limits = {
      bytes: limits.bytes ?? 2 ** 31,
      bindingBytes: Math.min(limits.bindingBytes ?? Infinity, device.limits.maxStorageBufferBindingSize),
    };
    this.#alignment = {
      storage: device.limits.minStorageBufferOffsetAlignment,
      uniform: device.limits.minUniformBufferOffsetAlignment,
    };
    this.#budget = new Gate(this.#limits.bytes);
    this.#pipelines = new Pipelines(device);
    const buffers = (usage: GPUBufferUsageFlags) =>
      new Pool({
        create: (size: number) => device.createBuffer({ size, usage }),
        destroy: (buffer: GPUBuffer) => buffer.destroy(),
      });
    this.#texels = buffers(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC);
    this.#staging = buffers(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    this.#uniforms = buffers(GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.#stopwatches = new Pool({
      create: () => new Stopwatch(device),
      destroy: (stopwatch) => stopwatch.destroy(),
    });
  }

  /** Counts of the texel buffers, and of the shaders compiled. */
  stats(): PoolStats & { readonly pipelines: number } {
    return { ...this.#texels.stats(), pipelines: this.#pipelines.count };
  }

  supports(plan: Plan): boolean {
    const bytes = texelBufferBytes(plan);
    return (
      bytes <= this.#device.limits.maxBufferSize &&
      2 * bytes <= this.#limits.bytes &&
      plan.passes.every((pass) => this.#cut(pass) !== undefined)
    );
  }

  /** Compiles what the passes need. */
  async warm(passes: readonly Pass[]): Promise<void> {
    await Promise.all(passes.map((pass) => this.#pipelines.get(pass)));
  }

  async process(plan: Plan, image: Image): Promise<Processed> {
    const bytes = texelBufferBytes(plan);
    const leave = await this.#budget.enter(2 * bytes);
    const leases: Lease<unknown>[] = [];
    const lease = <Resource>(pool: Pool<Resource>, size: number): Resource => {
      const leased = pool.lease(size);
      leases.push(leased);
      return leased.resource;
    };
    try {
      const passes = plan.passes.map((pass) => ({ pass, bands: this.#cut(pass) ?? [] }));
      const pipelines = await Promise.all(plan.passes.map((pass) => this.#pipelines.get(pass)));
      const uniforms = packUniforms(passes, this.#alignment.uniform);
      const buffers = {
        active: lease(this.#texels, bytes),
        scratch: lease(this.#texels, bytes),
        uniforms: lease(this.#uniforms, uniforms.data.byteLength),
        staging: lease(this.#staging, resultBytes(plan) + STAMP_BYTES + 8),
      };
      const stopwatch = this.#opened.timestamps ? lease(this.#stopwatches, 0) : undefined;
      const processed = await this.#run(plan, image, { passes, pipelines, uniforms, buffers }, stopwatch);
      for (const { release } of leases) release();
      return processed;
    } catch (error) {
      // Work on them may still be queued, so nobody else may have them.
      for (const { discard } of leases) discard();
      throw error;
    } finally {
      leave();
    }
  }

  destroy(): void {
    for (const pool of [this.#texels, this.#staging, this.#uniforms, this.#stopwatches]) pool.trim();
    this.#device.destroy();
  }

  #cut(pass: Pass) {
    return cutBands(pass, {
      maxStorageBufferBindingSize: this.#limits.bindingBytes,
      minStorageBufferOffsetAlignment: this.#alignment.storage,
    });
  }

  async #run(
    plan: Plan,
    image: Image,
    job: {
      readonly passes: readonly BandedPass[];
      readonly pipelines: readonly GPUComputePipeline[];
      readonly uniforms: JobUniforms;
      readonly buffers: JobBuffers;
    },
    stopwatch: Stopwatch | undefined,
  ): Promise<Processed> {
    const { queue } = this.#device;
    const { staging } = job.buffers;
    const begun = performance.now();
    upload(queue, job.buffers.active, image);
    queue.writeBuffer(job.buffers.uniforms, 0, job.uniforms.data);
    const uploaded = performance.now();

    const bytes = resultBytes(plan);
    // Timestamps are 8 bytes each and lie at a multiple of 8.
    const stampOffset = Math.ceil(bytes / 8) * 8;
    this.#device.pushErrorScope('validation');
    const encoder = this.#device.createCommandEncoder();
    const compute = encoder.beginComputePass(stopwatch ? { timestampWrites: stopwatch.writes } : {});
    const result = encodePasses(this.#device, compute, { ...job, layout: this.#pipelines.bindGroupLayout });
    compute.end();
    encoder.copyBufferToBuffer(result, 0, staging, 0, bytes);
    stopwatch?.copyTo(encoder, staging, stampOffset);
    queue.submit([encoder.finish()]);
    const invalid = this.#device.popErrorScope();
    await staging.mapAsync(GPUMapMode.READ, 0, stampOffset + STAMP_BYTES);

    const memory = hostMemory.lease(bytes);
    let gpu: number | undefined;
    try {
      new Uint8Array(memory.resource).set(new Uint8Array(staging.getMappedRange(0, bytes)));
      if (stopwatch) gpu = elapsed(staging.getMappedRange(stampOffset, STAMP_BYTES).slice(0));
    } finally {
      staging.unmap();
    }
    const error = await invalid;
    const lost = this.#opened.lost();
    if (error || lost !== undefined) {
      memory.release();
      throw new Error(error?.message ?? `the GPU was lost: ${lost}`);
    }
    const waited = performance.now() - uploaded;
    return {
      image: this.#viewResult(plan, image, memory),
      timings: { upload: uploaded - begun, gpu: gpu ?? waited, readback: waited - (gpu ?? waited) },
      release: memory.release,
    };
  }

  #viewResult({ output }: Plan, { space }: Image, { resource }: Lease<HostMemory>): Image {
    if (byteCount(output) > resource.byteLength) throw new Error('the result is larger than its memory');
    return { ...output, space, data: viewSamples(output.type, resource, 0, sampleCount(output)) };
  }
}
