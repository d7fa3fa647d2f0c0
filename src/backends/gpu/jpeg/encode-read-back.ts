// Read-backs of a JPEG encoding. There may be several, one after another.
import { validated } from '../error-scope.ts';
import { readMapped } from '../staging.ts';
import type { EncodeContext } from './encode-dispatches.ts';

/** Copies the starts of buffers to the host. */
export class EncodeReadBack {
  readonly #context: EncodeContext;
  #staged: { readonly buffer: GPUBuffer; readonly bytes: number } | undefined;
  #moved = 0;

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  /** Bytes read back so far. */
  get moved(): number {
    return this.#moved;
  }

  /** Records the copy of a range to a staging buffer. Offset and size are multiples of four. */
  stage(encoder: GPUCommandEncoder, from: GPUBuffer, offset: number, bytes: number): void {
    const { buffer } = this.#context.memory.lease('staging', bytes);
    encoder.copyBufferToBuffer(from, offset, buffer, 0, bytes);
    this.#staged = { buffer, bytes };
    this.#moved += bytes;
  }

  /**
   * Waits for the last staged range. The bytes are valid only inside `use`. `valid` rejects when the submission
   * fails validation.
   */
  async read<Result>(use: (bytes: ArrayBuffer) => Result, valid: Promise<void>): Promise<Result> {
    if (!this.#staged) throw new Error('nothing was staged');
    const { buffer, bytes } = this.#staged;
    const { opened, signal } = this.#context;
    return readMapped(buffer, bytes, { valid, loss: opened.loss, signal }, () =>
      use(buffer.getMappedRange(0, bytes)),
    );
  }

  /** Submits further commands that stage a range, and reads that range. Throws when the encoding was aborted. */
  async submit<Result>(
    record: (encoder: GPUCommandEncoder) => void,
    use: (bytes: ArrayBuffer) => Result,
  ): Promise<Result> {
    const { opened, signal } = this.#context;
    const { device } = opened;
    signal.throwIfAborted();
    const valid = validated(device, () => {
      const encoder = device.createCommandEncoder();
      record(encoder);
      device.queue.submit([encoder.finish()]);
    });
    return this.read(use, valid);
  }
}
