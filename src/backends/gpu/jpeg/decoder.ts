// Decodes JPEGs on the GPU: what it takes, and how a picture is recorded.
import { DEFAULT_LIMITS } from '../../../core/limits.ts';
import { UNBOUND } from '../../../core/run.ts';
import { whyNotSequential } from '../../../formats/jpeg/geometry.ts';
import { type JpegPicture, readJpegPicture } from '../../../formats/jpeg/scan.ts';
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
  readonly #opened: Device;
  readonly #memory: Memory;
  readonly #programs: Compiled<DecodePrograms>;

  constructor(opened: Device) {
    this.#opened = opened;
    this.#programs = new Compiled(() => compilePrograms(opened.device, DECODE_PROGRAMS));
    this.#memory = new Memory(opened.device);
  }

  /** Compiles the shaders; once. */
  warm(): Promise<void> {
    return this.#programs.warm();
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
    return most <= this.#opened.device.limits.maxStorageBufferBindingSize ? layout : undefined;
  }

  /**
   * Records what decodes a picture into `goal`, from its beginning: samples interleaved, rows unpadded, whole quads
   * of pixels. What is recorded behind it may read it. The shaders must be compiled. With a clock, programs are timed.
   */
  record(encoder: GPUCommandEncoder, layout: DecodeLayout, goal: GPUBuffer, clock?: ProgramClock): Decoding {
    const programs = this.#programs.get();
    if (goal.size < goalBytes(layout)) throw new Error('the picture does not fit its buffer');
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
   * Decodes a file into `goal`, in a submission of its own, and resolves when the GPU has finished. Throws as
   * `Format.readHeader` does; what is not supported is `unproved`.
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
      // Work on them may still be queued, so nobody else may have them.
      for (const lent of [decoding, memory]) lent.discard();
      throw error;
    }
  }

  /** Queues the copies of what is known, and records the zeros where something is only added. */
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

  /** Destroys the buffers that are not lent. */
  trim(): void {
    this.#memory.trim();
  }
}
