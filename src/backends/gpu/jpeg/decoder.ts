// Decodes JPEGs on the GPU.
import { DEFAULT_LIMITS } from '../../../core/limits.ts';
import { UNBOUND } from '../../../core/run.ts';
import { whyNotSequential } from '../../../formats/jpeg/geometry.ts';
import { type JpegPicture, readJpegPicture } from '../../../formats/jpeg/scan.ts';
import type { HeldBytes } from '../../pool.ts';
import { Compiled } from '../compiled.ts';
import { compilePrograms } from '../compute-program.ts';
import type { Device } from '../device.ts';
import { validated } from '../error-scope.ts';
import { Memory } from '../memory.ts';
import type { ProgramClock } from '../program-clock.ts';
import { Recorder } from '../recorder.ts';
import { readMapped } from '../staging.ts';
import { uploadBytes } from '../upload.ts';
import { bindDecode, type DecodeBuffers, dispatchDecode } from './decode-dispatches.ts';
import { type DecodeLayout, type DecodeOptions, goalBytes, layOutDecode } from './decode-layout.ts';
import { DECODE_PROGRAMS, type DecodePrograms } from './decode-programs.ts';
import { Decoding, STATUS_BYTES, type Verdict } from './decoding.ts';

/**
 * Decodes sequential Huffman JPEGs (ITU-T T.81) with 8 bits per sample: one, three or four components, any whole
 * sampling ratios, restart intervals, one or several scans. Returns exactly the pixels of libjpeg-turbo's integer
 * DCT and fancy upsampling, or none. Can divide the sides by 2, 4 or 8, as libjpeg-turbo does, with smaller inverse
 * DCTs.
 *
 * Subsequences of 128 bytes are decoded in parallel. Huffman codes synchronise by themselves after some symbols
 * (A. Weissenberger and B. Schmidt, "Massively Parallel Huffman Decoding on GPUs", ICPP 2018).
 * The result counts only if the parse is proved: every subsequence must start where the previous one ended.
 *
 * For 8.3 megapixels in 4:2:0 the upload is the file, 1 to 2 MB. The shaders write and read 2 to 5 million symbols
 * of 4 bytes and 12 MB of planes, and write 25 MB of texels. They pass over the data about three times.
 */
export class JpegDecoder {
  readonly #opened: Device;
  readonly #memory: Memory;
  readonly #programs: Compiled<DecodePrograms>;

  constructor(opened: Device) {
    this.#opened = opened;
    this.#programs = new Compiled(() => compilePrograms(opened.device, DECODE_PROGRAMS));
    this.#memory = new Memory(opened.device);
  }

  /** Compiles the shaders once. */
  warm(): Promise<void> {
    return this.#programs.warm();
  }

  /** The reason why this decoder does not take a picture. Undefined when it does. */
  supports(picture: JpegPicture): string | undefined {
    return whyNotSequential(picture);
  }

  /**
   * Lays out a supported picture. Returns undefined when data are missing, or when a buffer exceeds the device's
   * binding limit.
   */
  prepare(bytes: Uint8Array, picture: JpegPicture, options?: DecodeOptions): DecodeLayout | undefined {
    const layout = layOutDecode(bytes, picture, options);
    if (!layout) return undefined;
    const words = Math.max(layout.input.length, ...Object.values(layout.words));
    const most = Math.max(4 * words, goalBytes(layout));
    return most <= this.#opened.device.limits.maxStorageBufferBindingSize ? layout : undefined;
  }

  /**
   * Records the decoding into the start of `goal`: interleaved samples, unpadded rows, whole quads of pixels. Later
   * commands may read it. Requires compiled shaders. With a clock, each dispatch is timed.
   */
  record(encoder: GPUCommandEncoder, layout: DecodeLayout, goal: GPUBuffer, clock?: ProgramClock): Decoding {
    const programs = this.#programs.get();
    if (goal.size < goalBytes(layout)) throw new Error('the buffer is too small for the picture');
    const memory = this.#memory.open();
    try {
      const buffers = bindDecode(memory, layout, goal);
      const recorder = new Recorder(this.#opened.device, encoder, clock);
      this.#upload(recorder, layout, buffers);
      recorder.run(dispatchDecode(programs, layout, buffers));
      return new Decoding(memory, buffers, layout);
    } catch (error) {
      memory.discard();
      throw error;
    }
  }

  /**
   * Decodes a file into `goal` in its own submission, and resolves when the GPU is done. Throws like
   * `Format.readHeader`. Resolves to `unproved` for an unsupported file.
   */
  async decode(bytes: Uint8Array, goal: GPUBuffer, options?: DecodeOptions): Promise<Verdict> {
    const picture = readJpegPicture(bytes, DEFAULT_LIMITS);
    const layout = this.supports(picture) === undefined ? this.prepare(bytes, picture, options) : undefined;
    if (!layout) return 'unproved';
    await this.warm();
    const { device, loss } = this.#opened;
    const encoder = device.createCommandEncoder();
    const decoding = this.record(encoder, layout, goal);
    const memory = this.#memory.open();
    try {
      const { buffer } = memory.lease('staging', STATUS_BYTES);
      decoding.copyStatus(encoder, buffer, 0);
      const valid = validated(device, () => device.queue.submit([encoder.finish()]));
      const verdict = await readMapped(buffer, STATUS_BYTES, { valid, loss, signal: UNBOUND.signal }, () =>
        decoding.verdict(buffer.getMappedRange(0, STATUS_BYTES)),
      );
      for (const lent of [decoding, memory]) lent.release();
      return verdict;
    } catch (error) {
      // Work on them may still be queued, so they are destroyed instead of returned.
      for (const lent of [decoding, memory]) lent.discard();
      throw error;
    }
  }

  /** Queues the uploads, and clears the buffers that shaders only add to. */
  #upload(
    recorder: Recorder,
    { input, data, colors }: DecodeLayout,
    { input: goal, table, words, raw, status }: DecodeBuffers,
  ): void {
    const { queue } = this.#opened.device;
    queue.writeBuffer(goal.buffer, 0, input);
    if (colors) queue.writeBuffer(table.buffer, 0, colors.words);
    if (data.words) queue.writeBuffer(words.buffer, 0, data.words);
    if (data.raw) {
      uploadBytes(queue, raw.buffer, data.raw);
      recorder.clear(words);
    }
    recorder.clear(status);
  }

  /** Bytes of all its buffers. */
  held(): HeldBytes {
    return this.#memory.held();
  }

  /** Destroys idle buffers. */
  trim(): void {
    this.#memory.trim();
  }
}
