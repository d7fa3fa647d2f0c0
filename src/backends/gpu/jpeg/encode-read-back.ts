// Read-backs of a JPEG encoding, of which there may be several in turn.
import { validated } from '../error-scope.ts';
import { readMapped } from '../staging.ts';
import type { EncodeContext } from './encode-dispatches.ts';

/** Brings the first bytes of buffers to the host. */
export class EncodeReadBack {
  readonly #context: EncodeContext;
  #staged: { readonly buffer: GPUBuffer; readonly bytes: number } | undefined;
  #moved = 0;

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  /** Bytes brought so far. */
  get moved(): number {
    return this.#moved;
  }

  /** Records the copy of a part of a buffer, whose ends are multiples of four bytes. */
  stage(encoder: GPUCommandEncoder, from: GPUBuffer, offset: number, bytes: number): void {
    const { buffer } = this.#context.memory.lease('staging', bytes);
    encoder.copyBufferToBuffer(from, offset, buffer, 0, bytes);
    this.#staged = { buffer, bytes };
    this.#moved += bytes;
  }

  /**
   * Waits for what was staged last; the bytes are gone when `use` returns. `valid` rejects where the submission that
   * brings them has something wrong with it.
   */
  async read<Result>(use: (bytes: ArrayBuffer) => Result, valid: Promise<void>): Promise<Result> {
    if (!this.#staged) throw new Error('nothing was recorded');
    const { buffer, bytes } = this.#staged;
    const { opened, signal } = this.#context;
    return readMapped(buffer, bytes, { valid, loss: opened.loss, signal }, () =>
      use(buffer.getMappedRange(0, bytes)),
    );
  }

  /** Submits more work that stages something, and reads that; not for an encoding that was aborted. */
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
