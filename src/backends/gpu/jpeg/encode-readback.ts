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

  /** Waits for what was staged last; the bytes are gone when `use` returns. */
  async read<Result>(use: (bytes: ArrayBuffer) => Result): Promise<Result> {
    if (!this.#staged) throw new Error('nothing was recorded');
    const { buffer, bytes } = this.#staged;
    await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
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
    device.pushErrorScope('validation');
    const encoder = device.createCommandEncoder();
    record(encoder);
    device.queue.submit([encoder.finish()]);
    const [error, result] = await Promise.all([device.popErrorScope(), this.read(use)]);
    if (error) throw new Error(error.message);
    return result;
  }
}
