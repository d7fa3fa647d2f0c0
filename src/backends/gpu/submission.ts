import { sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import { texelBytes } from '../../plan/bands.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DirectJob, DirectResult } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import type { Lease } from '../pool.ts';
import type { Device } from './device.ts';
import {
  type BandedPass,
  encodePasses,
  gatherOthers,
  type JobLedgers,
  type JobOthers,
  type JobTables,
  type JobUniforms,
  packTables,
  packUniforms,
  placeLedgers,
  resultBytes,
  texelBufferBytes,
  upload,
} from './job.ts';
import type { DecodeLayout } from './jpeg/decode-layout.ts';
import { STATUS_BYTES } from './jpeg/decode-memory.ts';
import type { JpegDecoder, Recording } from './jpeg/decoder.ts';
import type { JpegEncoder } from './jpeg/encoder.ts';
import type { JpegEncoding } from './jpeg/encoding.ts';
import type { Pipelines } from './pipelines.ts';
import type { JobResources, Resources } from './resources.ts';
import { elapsed, STAMP_BYTES } from './stopwatch.ts';

/** What all jobs on a device share. */
export interface Tools {
  readonly opened: Device;
  readonly pipelines: Pipelines;
  readonly resources: Resources;
  readonly decoder: JpegDecoder;
  readonly encoder: JpegEncoder;
}

/** What has been found and compiled for a job. */
export interface Prepared {
  readonly passes: readonly BandedPass[];
  readonly pipelines: readonly GPUComputePipeline[];
  /** Of the file that is decoded here; absent for a picture in memory. */
  readonly layout: DecodeLayout | undefined;
}

/** Where in the staging buffer things lie: pixels from its beginning, then these. */
interface Places {
  readonly status: number;
  readonly stamps: number;
  readonly bytes: number;
}

/** Every struct and table of a job, and where its ledgers lie. */
interface Packed {
  readonly uniforms: JobUniforms;
  readonly tables: JobTables;
  readonly ledgers: JobLedgers;
}

/** What came back. */
interface ReadBack {
  readonly memory: Lease<HostMemory>;
  /** False where a file was decoded and the parse is not known to be right. */
  readonly proved: boolean;
  /** Milliseconds that the GPU took for the passes, if it can tell. */
  readonly gpu: number | undefined;
}

/** One job on its way through the GPU: recorded, submitted as a whole, and read. */
export class Submission {
  readonly #tools: Tools;
  readonly #job: DirectJob;
  readonly #prepared: Prepared;
  readonly #places: Places;
  readonly #others: JobOthers;
  #decoding: Recording | undefined;
  #encoding: JpegEncoding | undefined;

  constructor(tools: Tools, job: DirectJob, prepared: Prepared) {
    this.#tools = tools;
    this.#job = job;
    this.#prepared = prepared;
    this.#places = placeReadBack(job.to ? 0 : resultBytes(job.plan));
    this.#others = gatherOthers(job.plan);
  }

  /** Undefined where a file could not be proved to be decoded right. */
  async run(): Promise<DirectResult | undefined> {
    const { device } = this.#tools.opened;
    const packed = this.#pack();
    const resources = this.#lease(packed);
    try {
      const begun = performance.now();
      this.#upload(resources, packed);
      const uploaded = performance.now();
      const invalid = inErrorScope(device, () => {
        const encoder = device.createCommandEncoder();
        this.#record(encoder, resources, packed);
        device.queue.submit([encoder.finish()]);
      });
      const [file, read] = await Promise.all([this.#encoding?.read(), this.#readBack(resources, invalid)]);
      const waited = performance.now() - uploaded;
      this.#decoding?.release();
      resources.release();
      const gpu = read.gpu ?? waited;
      const timings = { upload: uploaded - begun, gpu, readback: waited - gpu };
      return finish(this.#job.plan, read, file, timings);
    } catch (error) {
      // Work on them may still be queued, so nobody else may have them.
      this.#decoding?.discard();
      this.#encoding?.discard();
      resources.discard();
      throw error;
    }
  }

  /** Every struct and table of the job. */
  #pack(): Packed {
    const { minUniformBufferOffsetAlignment, minStorageBufferOffsetAlignment } =
      this.#tools.opened.device.limits;
    const { plan } = this.#job;
    return {
      uniforms: packUniforms(this.#prepared.passes, minUniformBufferOffsetAlignment),
      tables: packTables(plan.passes, minStorageBufferOffsetAlignment),
      ledgers: placeLedgers(plan, minStorageBufferOffsetAlignment),
    };
  }

  #lease({ uniforms, tables, ledgers }: Packed): JobResources {
    return this.#tools.resources.lease({
      texels: texelBufferBytes(this.#job.plan),
      uniforms: uniforms.data.byteLength,
      tables: tables.data.byteLength,
      ledger: ledgers.bytes,
      others: this.#others.images.map(texelBytes),
      staging: this.#places.bytes,
    });
  }

  #upload(resources: JobResources, { uniforms, tables }: Packed): void {
    const { queue } = this.#tools.opened.device;
    const { from } = this.#job;
    if ('data' in from) upload(queue, resources.active, from);
    for (const [index, other] of this.#others.images.entries()) {
      upload(queue, resources.others[index] as GPUBuffer, other);
    }
    queue.writeBuffer(resources.uniforms, 0, uniforms.data);
    queue.writeBuffer(resources.tables, 0, tables.data);
  }

  /** Decoding where there is a file, the passes, and encoding or a copy of the pixels. */
  #record(encoder: GPUCommandEncoder, resources: JobResources, packed: Packed): void {
    const { decoder, encoder: jpegEncoder } = this.#tools;
    const { plan, to } = this.#job;
    const { layout } = this.#prepared;
    const { staging, stopwatch, active, ledger } = resources;
    encoder.clearBuffer(ledger);
    if (layout) this.#decoding = decoder.record(encoder, layout, active);
    const buffer = this.#recordPasses(encoder, resources, packed);
    if (to) {
      const { width, height, channels } = plan.output;
      const source = { buffer, extent: { width, height }, channels: channels as 1 | 3 };
      this.#encoding = jpegEncoder.record(encoder, source, to);
    } else {
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, resultBytes(plan));
    }
    this.#decoding?.copyStatus(encoder, staging, this.#places.status);
    stopwatch?.copyTo(encoder, staging, this.#places.stamps);
  }

  /** Gives the buffer that holds the result. */
  #recordPasses(encoder: GPUCommandEncoder, resources: JobResources, packed: Packed): GPUBuffer {
    const { opened, pipelines } = this.#tools;
    const { stopwatch } = resources;
    const compute = encoder.beginComputePass(stopwatch ? { timestampWrites: stopwatch.writes } : {});
    const result = encodePasses(opened.device, compute, {
      ...packed,
      passes: this.#prepared.passes,
      pipelines: this.#prepared.pipelines,
      others: this.#others,
      layout: pipelines.bindGroupLayout,
      buffers: resources,
    });
    compute.end();
    return result;
  }

  /** Waits for what was copied to the staging buffer, and copies it out. */
  async #readBack(
    { staging, stopwatch }: JobResources,
    invalid: Promise<GPUError | null>,
  ): Promise<ReadBack> {
    const { status, stamps, bytes } = this.#places;
    await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    const memory = hostMemory.lease(status);
    let gpu: number | undefined;
    let proved = true;
    try {
      if (status > 0) new Uint8Array(memory.resource).set(new Uint8Array(staging.getMappedRange(0, status)));
      const verdict = this.#decoding?.verdict(staging.getMappedRange(status, STATUS_BYTES));
      proved = verdict !== 'unproved';
      if (stopwatch) gpu = elapsed(staging.getMappedRange(stamps, STAMP_BYTES));
    } finally {
      staging.unmap();
    }
    const error = await invalid;
    // After a loss mapped memory may hold anything.
    const lost = this.#tools.opened.lost();
    if (!error && lost === undefined) return { memory, proved, gpu };
    memory.release();
    throw new Error(error?.message ?? `the GPU was lost: ${lost}`);
  }
}

/** The picture or the file as it is given out. */
function finish(
  { output }: Plan,
  { memory, proved }: ReadBack,
  file: Uint8Array | undefined,
  timings: DirectResult['timings'],
): DirectResult | undefined {
  if (!proved) {
    memory.release();
    return undefined;
  }
  if (file) return { file, timings, release: memory.release };
  const data = viewSamples(output.type, memory.resource, 0, sampleCount(output));
  return { image: { ...output, space: 'srgb', data }, timings, release: memory.release };
}

/** Mapped ranges and copies of timestamps begin at multiples of 8 bytes. */
function placeReadBack(pixels: number): Places {
  const status = Math.ceil(pixels / 8) * 8;
  const stamps = status + STATUS_BYTES;
  return { status, stamps, bytes: stamps + STAMP_BYTES };
}

/** Runs, and gives what the device finds wrong with it. */
function inErrorScope(device: GPUDevice, run: () => void): Promise<GPUError | null> {
  device.pushErrorScope('validation');
  let invalid: Promise<GPUError | null>;
  try {
    run();
  } finally {
    invalid = device.popErrorScope();
  }
  return invalid;
}
