import { DEFAULT_LIMITS } from '../../../core/limits.ts';
import { whyNotSequential } from '../../../formats/jpeg/geometry.ts';
import { type JpegPicture, readJpegPicture } from '../../../formats/jpeg/scan.ts';
import { Compiled } from '../compiled.ts';
import { type DecodeLayout, type DecodeOptions, goalBytes, layOutDecode } from './decode-layout.ts';
import { type DecodeBuffers, DecodeMemory, STATUS_BYTES, STATUS_WORDS } from './decode-memory.ts';
import { type CompiledKernels, compileKernels, encodeStages, stagesOf } from './decode-stages.ts';

/** `proved`: the pixels are libjpeg's. `unproved`: they are worth nothing, and the CPU has to decode. */
export type Verdict = 'proved' | 'unproved';

/** Passes that decode one picture, as recorded. */
export interface Recording extends Pick<DecodeBuffers, 'release' | 'discard'> {
  /** Records the copy of `STATUS_BYTES` to where they will be read. */
  copyStatus(encoder: GPUCommandEncoder, buffer: GPUBuffer, offset: number): void;
  /** What those bytes say, once the passes are done. */
  verdict(status: ArrayBuffer): Verdict;
}

/**
 * Decodes sequential Huffman JPEGs of 8 bits per sample on one device: one, three or four components, any
 * whole sampling ratios, restart intervals, one or several scans. Exactly libjpeg-turbo's pixels, with its
 * integer transform and its fancy upsampling, or no answer at all. Sides may be divided by 2, 4 or 8 on the way, as
 * libjpeg-turbo does it: blocks become smaller, which takes fewer coefficients than all.
 *
 * The data are cut into pieces of 128 bytes, which are decoded in parallel; Huffman codes synchronise by
 * themselves. The parse is proved: it counts only if every piece begins where the one before ended.
 *
 * A picture of 8.3 megapixels and 4:2:0 sends its file up, 1 to 2 MB, and writes and reads two to five million
 * symbols of 4 bytes and 12 MB of planes, for 25 MB of texels. Its data are gone through three times or so.
 */
export class JpegDecoder {
  readonly #device: GPUDevice;
  readonly #memory: DecodeMemory;
  readonly #kernels: Compiled<CompiledKernels>;

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#kernels = new Compiled(() => compileKernels(device));
    this.#memory = new DecodeMemory(device);
  }

  /** Compiles the shaders; once. */
  warm(): Promise<void> {
    return this.#kernels.warm();
  }

  /** Why a picture is not for this decoder; undefined when it is. */
  supports(picture: JpegPicture): string | undefined {
    return whyNotSequential(picture);
  }

  /**
   * Lays out a picture that is supported. Undefined where it cannot be decoded: data are missing, or it
   * needs larger bindings than the device has.
   */
  prepare(bytes: Uint8Array, picture: JpegPicture, options?: DecodeOptions): DecodeLayout | undefined {
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
    const kernels = this.#kernels.get();
    if (goal.size < goalBytes(layout)) throw new Error('the picture does not fit its buffer');
    const buffers = this.#memory.lease(layout);
    this.#upload(encoder, layout, buffers);
    encodeStages(this.#device, encoder, { kernels, layout, buffers, goal, stamps });
    return {
      copyStatus: (into, buffer, offset) =>
        into.copyBufferToBuffer(buffers.status, 0, buffer, offset, STATUS_BYTES),
      verdict(status) {
        const [whole, faults] = new Uint32Array(status);
        return whole === layout.segments && faults === 0 ? 'proved' : 'unproved';
      },
      release: buffers.release,
      discard: buffers.discard,
    };
  }

  /**
   * Decodes a file into `goal`, and resolves when the GPU has finished. Throws as `Format.readHeader` does;
   * what is not supported is `unproved`.
   */
  async decode(bytes: Uint8Array, goal: GPUBuffer, options?: DecodeOptions): Promise<Verdict> {
    const picture = readJpegPicture(bytes, DEFAULT_LIMITS);
    const layout = this.supports(picture) === undefined ? this.prepare(bytes, picture, options) : undefined;
    if (!layout) return 'unproved';
    await this.warm();
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

  /** The names of the stages that `record` times, in order. */
  stageNames(layout: DecodeLayout): string[] {
    return stagesOf(layout).map(({ kernel }) => kernel);
  }

  /** Queues the copies of what is known, and records the zeros where something is only added. */
  #upload(
    encoder: GPUCommandEncoder,
    { input, data, colors, words }: DecodeLayout,
    buffers: DecodeBuffers,
  ): void {
    const { queue } = this.#device;
    queue.writeBuffer(buffers.input, 0, input);
    if (colors) queue.writeBuffer(buffers.colors, 0, colors.words);
    if (data.words) queue.writeBuffer(buffers.data, 0, data.words);
    if (data.raw) {
      uploadBytes(queue, buffers.raw, data.raw);
      encoder.clearBuffer(buffers.data, 0, 4 * words.data);
    }
    encoder.clearBuffer(buffers.status, 0, 4 * STATUS_WORDS);
  }

  /** Destroys the buffers that are not lent. */
  trim(): void {
    this.#memory.trim();
  }
}

/** Queues the copy of bytes, filled up to whole words with zeros. */
function uploadBytes(
  queue: GPUQueue,
  buffer: GPUBuffer,
  { buffer: memory, byteOffset, length }: Uint8Array,
): void {
  const whole = Math.floor(length / 4) * 4;
  if (whole > 0) queue.writeBuffer(buffer, 0, memory as ArrayBuffer, byteOffset, whole);
  if (whole === length) return;
  const rest = new Uint8Array(4);
  rest.set(new Uint8Array(memory, byteOffset + whole, length - whole));
  queue.writeBuffer(buffer, whole, rest);
}
