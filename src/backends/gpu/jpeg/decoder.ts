import { whyNotSequential } from '../../../codecs/jpeg-geometry.ts';
import { type JpegPicture, readJpegPicture } from '../../../codecs/jpeg-scan.ts';
import { DEFAULT_LIMITS } from '../../../core/limits.ts';
import {
  type DecodeLayout,
  goalBytes,
  layOutDecode,
  type Synchronisation,
  THOROUGH,
} from './decode-layout.ts';
import { type DecodeBuffers, DecodeMemory, STATUS_BYTES } from './decode-memory.ts';
import { type CompiledKernels, compileKernels, encodeStages } from './decode-stages.ts';

/**
 * `proved`: the pixels are libjpeg's. Otherwise they are worth nothing, and the CPU has to decode; though
 * what is `unsynchronised` may be proved with `THOROUGH`.
 */
export type Verdict = 'proved' | 'unsynchronised' | 'unproved';

/** The fault that further efforts may mend: NOT_SYNCHRONISED in wgsl/codecs/jpeg/decode/header.wgsl. */
const NOT_SYNCHRONISED = 4;

/** Passes that decode one picture, as recorded. */
export interface Recording extends Pick<DecodeBuffers, 'release' | 'discard'> {
  /** Records the copy of `STATUS_BYTES` to where they will be read. */
  copyStatus(encoder: GPUCommandEncoder, buffer: GPUBuffer, offset: number): void;
  /** What those bytes say, once the passes are done. */
  verdict(status: ArrayBuffer): Verdict;
}

/**
 * Decodes sequential Huffman JPEGs of 8 bits per sample on one device: gray or three components, any
 * whole sampling ratios, restart intervals, one or several scans. Exactly libjpeg-turbo's pixels, with its
 * integer transform and its fancy upsampling, or no answer at all.
 *
 * The data are cut into pieces of 128 bytes, which are decoded in parallel; Huffman codes synchronise by
 * themselves. The parse is proved: it counts only if every piece begins where the one before ended.
 */
export class JpegDecoder {
  readonly #device: GPUDevice;
  readonly #memory: DecodeMemory;
  #compiling: Promise<CompiledKernels> | undefined;
  #kernels: CompiledKernels | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#memory = new DecodeMemory(device);
  }

  /** Compiles the shaders; once. */
  async warm(): Promise<void> {
    this.#compiling ??= compileKernels(this.#device).catch((error) => {
      this.#compiling = undefined;
      throw error;
    });
    this.#kernels = await this.#compiling;
  }

  /** Why a picture is not for this decoder; undefined when it is. */
  supports(picture: JpegPicture): string | undefined {
    return whyNotSequential(picture);
  }

  /**
   * Lays out a picture that is supported. Undefined where it cannot be decoded: data are missing, or it
   * needs larger bindings than the device has.
   */
  prepare(
    bytes: Uint8Array,
    picture: JpegPicture,
    options?: Partial<Synchronisation>,
  ): DecodeLayout | undefined {
    const layout = layOutDecode(bytes, picture, options);
    if (!layout) return undefined;
    const words = Math.max(layout.input.length, ...Object.values(layout.words));
    const most = Math.max(4 * words, goalBytes(layout));
    return most <= this.#device.limits.maxStorageBufferBindingSize ? layout : undefined;
  }

  /**
   * Records the passes that decode a picture into `goal`, from its beginning: samples interleaved, rows
   * unpadded, whole quads of pixels. What is recorded behind them may read it. The shaders must be
   * compiled. `stamps` gets two timestamps for each stage, which then are compute passes of their own.
   */
  record(encoder: GPUCommandEncoder, layout: DecodeLayout, goal: GPUBuffer, stamps?: GPUQuerySet): Recording {
    if (!this.#kernels) throw new Error('the decoder is not compiled');
    if (goal.size < goalBytes(layout)) throw new Error('the picture does not fit its buffer');
    const buffers = this.#memory.lease(layout);
    this.#device.queue.writeBuffer(buffers.input, 0, layout.input);
    encoder.clearBuffer(buffers.status, 0, STATUS_BYTES);
    encodeStages(this.#device, encoder, { kernels: this.#kernels, layout, buffers, goal, stamps });
    return {
      copyStatus: (into, buffer, offset) =>
        into.copyBufferToBuffer(buffers.status, 0, buffer, offset, STATUS_BYTES),
      verdict(status) {
        const [whole, faults = 0] = new Uint32Array(status);
        if (whole === layout.segments && faults === 0) return 'proved';
        return faults & NOT_SYNCHRONISED ? 'unsynchronised' : 'unproved';
      },
      release: buffers.release,
      discard: buffers.discard,
    };
  }

  /**
   * Decodes a file into `goal`, and resolves when the GPU has finished. Throws as `Format.readHeader` does;
   * what is not supported is `unproved`.
   */
  async decode(
    bytes: Uint8Array,
    goal: GPUBuffer,
    options?: Partial<Synchronisation>,
  ): Promise<'proved' | 'unproved'> {
    const picture = readJpegPicture(bytes, DEFAULT_LIMITS);
    if (this.supports(picture) !== undefined) return 'unproved';
    await this.warm();
    for (const effort of options ? [options] : [undefined, THOROUGH]) {
      const layout = this.prepare(bytes, picture, effort);
      const verdict = layout ? await this.#run(layout, goal) : 'unproved';
      if (verdict !== 'unsynchronised') return verdict;
    }
    return 'unproved';
  }

  async #run(layout: DecodeLayout, goal: GPUBuffer): Promise<Verdict> {
    const encoder = this.#device.createCommandEncoder();
    const recording = this.record(encoder, layout, goal);
    const staging = this.#memory.leaseStaging();
    try {
      recording.copyStatus(encoder, staging.resource, 0);
      this.#device.queue.submit([encoder.finish()]);
      await staging.resource.mapAsync(GPUMapMode.READ, 0, STATUS_BYTES);
      const verdict = recording.verdict(staging.resource.getMappedRange(0, STATUS_BYTES));
      staging.resource.unmap();
      recording.release();
      staging.release();
      return verdict;
    } catch (error) {
      // Work on them may still be queued, so nobody else may have them.
      recording.discard();
      staging.discard();
      throw error;
    }
  }

  /** Destroys the buffers that are not lent. */
  trim(): void {
    this.#memory.trim();
  }
}
