import { validated } from '../error-scope.ts';
import type { EncodeContext } from './encode-job.ts';

/** Brings the first bytes of buffers to the host. */
export class ReadBack {
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
    const buffer = this.#context.memory.lease('staging', bytes);
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
    await Promise.all([buffer.mapAsync(GPUMapMode.READ, 0, bytes), valid]);
    try {
      // After a loss mapped memory may hold anything.
      const lost = this.#context.lost();
      if (lost !== undefined) throw new Error(`the GPU was lost: ${lost}`);
      return use(buffer.getMappedRange(0, bytes));
    } finally {
      buffer.unmap();
    }
  }

  /** Submits more work that stages something, and reads that. */
  async submit<Result>(
    record: (encoder: GPUCommandEncoder) => void,
    use: (bytes: ArrayBuffer) => Result,
  ): Promise<Result> {
    const { device } = this.#context;
    const valid = validated(device, () => {
      const encoder = device.createCommandEncoder();
      record(encoder);
      device.queue.submit([encoder.finish()]);
    });
    return this.read(use, valid);
  }
}
