// A JPEG being decoded, from recording to verdict.
import type { TaskMemory } from '../memory.ts';
import type { DecodeBuffers } from './decode-dispatches.ts';
import type { DecodeLayout } from './decode-layout.ts';

/** `proved`: the pixels equal libjpeg's. `unproved`: they are meaningless, and the CPU has to decode the file. */
export type Verdict = 'proved' | 'unproved';

/** Bytes of the status that give the verdict: the number of complete segments, and fault bits. */
export const STATUS_BYTES = 8;

export class Decoding {
  readonly #memory: TaskMemory;
  readonly #buffers: DecodeBuffers;
  readonly #segments: number;

  constructor(memory: TaskMemory, buffers: DecodeBuffers, { segments }: DecodeLayout) {
    this.#memory = memory;
    this.#buffers = buffers;
    this.#segments = segments;
  }

  /** Records the copy of the status to a staging buffer. */
  copyStatus(encoder: GPUCommandEncoder, buffer: GPUBuffer, offset: number): void {
    encoder.copyBufferToBuffer(this.#buffers.status.buffer, 0, buffer, offset, STATUS_BYTES);
  }

  /** Interprets the status, once the commands have run. */
  verdict(status: ArrayBuffer): Verdict {
    const [whole, faults] = new Uint32Array(status);
    return whole === this.#segments && faults === 0 ? 'proved' : 'unproved';
  }

  /** Returns the buffers. Call it when the GPU is done with them. */
  release(): void {
    this.#memory.release();
  }

  /** Destroys the buffers, when the GPU may still use them. */
  discard(): void {
    this.#memory.discard();
  }
}
