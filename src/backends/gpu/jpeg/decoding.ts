// One JPEG that is being decoded: recorded into somebody's commands, and judged when they are done.
import type { TaskMemory } from '../memory.ts';
import type { DecodeBuffers } from './decode-dispatches.ts';
import type { DecodeLayout } from './decode-layout.ts';

/** `proved`: the pixels are libjpeg's. `unproved`: they are worth nothing, and the CPU has to decode. */
export type Verdict = 'proved' | 'unproved';

/** Bytes of the status that tell the verdict: how many segments are whole, and what is wrong. */
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

  /** Records the copy of `STATUS_BYTES` to where they will be read. */
  copyStatus(encoder: GPUCommandEncoder, buffer: GPUBuffer, offset: number): void {
    encoder.copyBufferToBuffer(this.#buffers.status.buffer, 0, buffer, offset, STATUS_BYTES);
  }

  /** What those bytes say, once the commands are done. */
  verdict(status: ArrayBuffer): Verdict {
    const [whole, faults] = new Uint32Array(status);
    return whole === this.#segments && faults === 0 ? 'proved' : 'unproved';
  }

  /** Gives the buffers back, once the GPU is done with them. */
  release(): void {
    this.#memory.release();
  }

  /** Destroys the buffers, when the GPU may not be done with them. */
  discard(): void {
    this.#memory.discard();
  }
}
