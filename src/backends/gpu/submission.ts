import { texelBytes } from '../../plan/bands.ts';
import type { DirectJob, DirectResult, Timings } from '../backend.ts';
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
import type { JpegDecoder, Recording } from './jpeg/decoder.ts';
import type { JpegEncoder } from './jpeg/encoder.ts';
import type { JpegEncoding } from './jpeg/encoding.ts';
import type { Pipelines } from './pipelines.ts';
import type { PngFilter } from './png/filter.ts';
import type { PngFiltering } from './png/filtering.ts';
import { type Coded, copyOut, finish, type Places, placeReadBack, releaseCoded } from './read-back.ts';
import type { JobResources, Resources } from './resources.ts';

/** What all jobs on a device share. */
export interface Tools {
  readonly opened: Device;
  readonly pipelines: Pipelines;
  readonly resources: Resources;
  readonly decoder: JpegDecoder;
  readonly encoder: JpegEncoder;
  readonly filter: PngFilter;
}

/** What has been found and compiled for a job. */
export interface Prepared {
  readonly passes: readonly BandedPass[];
  readonly pipelines: readonly GPUComputePipeline[];
  /** Of the file that is decoded here; absent for a picture in memory. */
  readonly layout: DecodeLayout | undefined;
}

/** Every struct and table of a job, and where its ledgers lie. */
interface Packed {
  readonly uniforms: JobUniforms;
  readonly tables: JobTables;
  readonly ledgers: JobLedgers;
}

/** How a job had to wait for others, once it is done. */
export interface Turn {
  /** When the GPU came to its submission, as far as is known: by `performance.now()`. */
  readonly begun: number;
  /** Milliseconds that it waited until then. Absent for a job that the GPU had been waiting for. */
  readonly queue?: number;
}

/** One job on its way through the GPU: recorded, submitted by somebody who may have others, and read; each once. */
export class Submission {
  readonly #tools: Tools;
  readonly #job: DirectJob;
  readonly #prepared: Prepared;
  readonly #places: Places;
  readonly #others: JobOthers;
  #resources: JobResources | undefined;
  #decoding: Recording | undefined;
  #encoding: JpegEncoding | PngFiltering | undefined;
  #coded: Coded;
  #upload = 0;

  constructor(tools: Tools, job: DirectJob, prepared: Prepared) {
    this.#tools = tools;
    this.#job = job;
    this.#prepared = prepared;
    this.#places = placeReadBack(job.to ? 0 : resultBytes(job.plan));
    this.#others = gatherOthers(job.plan);
  }

  /** Queues the uploads, and records what is to be submitted behind them. Keeps nothing if it throws. */
  record(): GPUCommandBuffer {
    try {
      const packed = this.#pack();
      const resources = this.#lease(packed);
      this.#resources = resources;
      const begun = performance.now();
      this.#queueUploads(resources, packed);
      this.#upload = performance.now() - begun;
      const encoder = this.#tools.opened.device.createCommandEncoder();
      this.#recordInto(encoder, resources, packed);
      return encoder.finish();
    } catch (error) {
      this.#discard();
      throw error;
    }
  }

  /**
   * The result, once what was recorded is submitted; undefined where a file could not be proved to be decoded right.
   * `valid` rejects where the device finds something wrong with the submission.
   */
  async read(valid: Promise<void>, turn: () => Turn): Promise<DirectResult | undefined> {
    try {
      const resources = this.#resources as JobResources;
      const { bytes } = this.#places;
      const mapped = Promise.all([resources.staging.mapAsync(GPUMapMode.READ, 0, bytes), valid]);
      // Nobody waits for it where the file fails first.
      mapped.catch(() => {});
      this.#coded = await this.#encoding?.read(valid);
      await mapped;
      // After a loss mapped memory may hold anything.
      const lost = this.#tools.opened.lost();
      if (lost !== undefined) throw new Error(`the GPU was lost: ${lost}`);
      const read = copyOut(resources, this.#places, this.#decoding);
      this.#release();
      return finish(this.#job.plan, read, this.#coded, this.#timings(turn(), read.gpu));
    } catch (error) {
      this.#discard();
      throw error;
    }
  }

  /** What the GPU cannot time was worked on since it came to the submission. */
  #timings({ begun, queue }: Turn, stopped: number | undefined): Timings {
    const taken = Math.max(0, performance.now() - begun);
    const gpu = stopped ?? taken;
    const rest = { upload: this.#upload, gpu, readback: Math.max(0, taken - gpu) };
    return queue === undefined ? rest : { queue, ...rest };
  }

  #release(): void {
    this.#decoding?.release();
    this.#resources?.release();
  }

  /** Work on the buffers may still be queued, so nobody else may have them. */
  #discard(): void {
    this.#decoding?.discard();
    this.#encoding?.discard();
    releaseCoded(this.#coded);
    this.#resources?.discard();
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

  #queueUploads(resources: JobResources, { uniforms, tables }: Packed): void {
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
  #recordInto(encoder: GPUCommandEncoder, resources: JobResources, packed: Packed): void {
    const { decoder } = this.#tools;
    const { plan, to } = this.#job;
    const { layout } = this.#prepared;
    const { staging, stopwatch, active, ledger } = resources;
    encoder.clearBuffer(ledger);
    if (layout) this.#decoding = decoder.record(encoder, layout, active);
    const buffer = this.#recordPasses(encoder, resources, packed);
    if (to) {
      this.#encoding = this.#recordEncoding(encoder, buffer, to);
    } else {
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, resultBytes(plan));
    }
    this.#decoding?.copyStatus(encoder, staging, this.#places.status);
    stopwatch?.copyTo(encoder, staging, this.#places.stamps);
  }

  #recordEncoding(encoder: GPUCommandEncoder, buffer: GPUBuffer, to: NonNullable<DirectJob['to']>) {
    const { encoder: jpegEncoder, filter } = this.#tools;
    const { output } = this.#job.plan;
    if ('rows' in to) return filter.record(encoder, { buffer, shape: output });
    const { width, height, channels } = output;
    return jpegEncoder.record(
      encoder,
      { buffer, extent: { width, height }, channels: channels as 1 | 3 },
      to,
    );
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
}
