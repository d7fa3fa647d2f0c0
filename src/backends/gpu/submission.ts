// One task on the GPU: upload, commands, read-back.
import { texelBytes } from '../../plan/bands.ts';
import type { BackendResult, CodedTarget, Task, Timings } from '../backend.ts';
import type { ComputeProgram } from './compute-program.ts';
import type { Device } from './device.ts';
import type { DecodeLayout } from './jpeg/decode-layout.ts';
import type { JpegDecoder } from './jpeg/decoder.ts';
import type { Decoding } from './jpeg/decoding.ts';
import type { JpegEncoder } from './jpeg/encoder.ts';
import {
  type BandedPass,
  type PackedTask,
  packTask,
  resultBytes,
  type Slice,
  stepsNotingHoles,
  texelBufferBytes,
} from './packed-task.ts';
import { dispatchPasses } from './pass-dispatches.ts';
import type { Pipelines } from './pipelines.ts';
import type { PngFilter } from './png/filter.ts';
import { type Coded, copyOut, finish, type Places, readBackOf, releaseCoded } from './read-back.ts';
import { Recorder } from './recorder.ts';
import type { Resources, TaskResources } from './resources.ts';
import { giveUp, readMapped } from './staging.ts';
import { uploadBytes } from './upload.ts';

/** What all tasks on a device share. */
export interface Tools {
  readonly opened: Device;
  readonly pipelines: Pipelines;
  readonly resources: Resources;
  readonly decoder: JpegDecoder;
  readonly encoder: JpegEncoder;
  readonly filter: PngFilter;
}

/** A task with its compiled programs and layouts. */
export interface PreparedTask extends Task {
  readonly passes: readonly BandedPass[];
  /** By pass. */
  readonly programs: readonly ComputeProgram[];
  /** Layout for decoding a JPEG input. Absent for an image. */
  readonly layout: DecodeLayout | undefined;
  /** Aborts when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

/** How long a task waited for the GPU. */
export interface Turn {
  /** Estimate of when the GPU started on the submission, by `performance.now()`. */
  readonly begun: number;
  /** Milliseconds of waiting. Absent when the GPU was idle. */
  readonly queue?: number;
}

/** A codec's work on a task's result. */
interface Encoding {
  read(valid: Promise<void>): Promise<Coded>;
  discard(): void;
}

/** A task that is recorded, submitted by the queue, and read. Each happens once. */
export class Submission {
  readonly #tools: Tools;
  readonly #task: PreparedTask;
  readonly #places: Places;
  #resources: TaskResources | undefined;
  #decoding: Decoding | undefined;
  #encoding: Encoding | undefined;
  #upload = 0;

  constructor(tools: Tools, task: PreparedTask) {
    this.#tools = tools;
    this.#task = task;
    this.#places = readBackOf(task.plan, task.to !== undefined);
  }

  /** Queues the uploads and records the commands that follow them. Releases everything if it throws. */
  record(): GPUCommandBuffer {
    const { device } = this.#tools.opened;
    try {
      const packed = packTask(this.#task.plan, this.#task.passes, device.limits);
      const resources = this.#lease(packed);
      this.#resources = resources;
      const begun = performance.now();
      this.#queueUploads(resources, packed);
      this.#upload = performance.now() - begun;
      const encoder = device.createCommandEncoder();
      this.#recordInto(encoder, resources, packed);
      return encoder.finish();
    } catch (error) {
      this.#discard();
      throw error;
    }
  }

  /**
   * Waits for the result after the commands were submitted. Returns undefined when a file's decoding could not be
   * proved, or the picture has holes that are the CPU's to skip. `valid` rejects when the submission fails validation. Settles when the GPU is done.
   */
  async read(valid: Promise<void>, turn: () => Turn): Promise<BackendResult | undefined> {
    const { signal, plan } = this.#task;
    const resources = this.#resources as TaskResources;
    const { loss } = this.#tools.opened;
    const reading = readMapped(resources.staging, this.#places.bytes, { valid, loss, signal }, () =>
      copyOut(resources, this.#places, this.#decoding),
    );
    const [coded, read] = await Promise.allSettled([this.#encoding?.read(valid), reading]);
    if (coded.status === 'fulfilled' && read.status === 'fulfilled') {
      this.#release();
      return finish(plan, read.value, coded.value, this.#timings(turn(), read.value.gpu));
    }
    if (coded.status === 'fulfilled') releaseCoded(coded.value);
    if (read.status === 'fulfilled') read.value.memory.release();
    const errors = [coded, read].flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    giveUp({ release: () => this.#release(), discard: () => this.#discard() }, errors, signal);
    throw errors[0];
  }

  /** Without timestamps, all time since the GPU started on the submission counts as GPU time. */
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

  /** Destroys the buffers, because the GPU may still use them. */
  #discard(): void {
    this.#decoding?.discard();
    this.#encoding?.discard();
    this.#resources?.discard();
  }

  #lease({ uniforms, tables, ledgers, others }: PackedTask): TaskResources {
    return this.#tools.resources.lease({
      texels: texelBufferBytes(this.#task.plan),
      uniforms: uniforms.data.byteLength,
      tables: tables.data.byteLength,
      ledger: ledgers.bytes,
      others: others.images.map(texelBytes),
      staging: this.#places.bytes,
    });
  }

  #queueUploads(resources: TaskResources, { uniforms, tables, others }: PackedTask): void {
    const { queue } = this.#tools.opened.device;
    const { from } = this.#task;
    if (from.kind === 'image') uploadBytes(queue, resources.active, from.image.data);
    for (const [index, { data }] of others.images.entries()) {
      uploadBytes(queue, resources.others[index] as GPUBuffer, data);
    }
    queue.writeBuffer(resources.uniforms, 0, uniforms.data);
    queue.writeBuffer(resources.tables, 0, tables.data);
  }

  /** Records decoding (for a JPEG), the passes, and encoding or a copy of the pixels. */
  #recordInto(encoder: GPUCommandEncoder, resources: TaskResources, packed: PackedTask): void {
    const { opened, decoder } = this.#tools;
    const { plan, to, layout, passes, programs } = this.#task;
    const { staging, stopwatch, active, ledger } = resources;
    const recorder = new Recorder(opened.device, encoder);
    recorder.clear({ buffer: ledger });
    if (layout) this.#decoding = decoder.record(encoder, layout, active);
    const { dispatches, result } = dispatchPasses({ passes, programs, packed, resources });
    recorder.run(dispatches, stopwatch?.writes);
    if (to) this.#encoding = this.#recordEncoding(encoder, result, to);
    else recorder.copy({ buffer: result, size: resultBytes(plan) }, staging);
    this.#decoding?.copyStatus(encoder, staging, this.#places.status);
    for (const [index, step] of stepsNotingHoles(plan).entries()) {
      const { offset } = packed.ledgers.slices[step] as Slice;
      recorder.copy({ buffer: ledger, offset, size: 4 }, staging, this.#places.holes + 4 * index);
    }
    stopwatch?.copyTo(encoder, staging, this.#places.stamps);
  }

  #recordEncoding(encoder: GPUCommandEncoder, buffer: GPUBuffer, to: CodedTarget): Encoding {
    const { encoder: jpegEncoder, filter } = this.#tools;
    const { plan, signal } = this.#task;
    const texels = { buffer, shape: plan.output };
    if (to.kind === 'png') return filter.record(encoder, texels, signal);
    const encoding = jpegEncoder.record(encoder, texels, to, signal);
    return {
      read: async (valid) => ({ kind: 'file', bytes: await encoding.read(valid) }),
      discard: () => encoding.discard(),
    };
  }
}
