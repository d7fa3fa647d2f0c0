import { SUMMED } from '../../../coders/png/checksums.ts';
import { type FilteredPicture, filteredBytes, rowBytes, stretchesOf } from '../../../coders/png/filtered.ts';
import { bandRows, type Stretch } from '../../../coders/png/places.ts';
import { byteCount, type Shape, shapeOf } from '../../../core/image.ts';
import { SAMPLE_BYTES } from '../../../core/pixel.ts';
import { type HostMemory, hostMemory } from '../../host-memory.ts';
import type { Lease } from '../../pool.ts';
import type { JobMemory } from '../jpeg/encode-memory.ts';
import { inRows } from '../jpeg/encode-stages.ts';
import { type CompiledStages, dispatchStage, type FilterBuffers } from './filter-stages.ts';

/** A picture in a buffer: samples interleaved, rows unpadded, filled up to whole words. */
export interface TexelSource {
  readonly buffer: GPUBuffer;
  readonly shape: Shape;
}

/** What filtering works with. */
interface FilterContext {
  readonly device: GPUDevice;
  readonly stages: CompiledStages;
  readonly memory: JobMemory;
  /** Why the device was lost; undefined while it works. */
  readonly lost: () => string | undefined;
}

/** Filtered rows in memory that is lent until `release` is called. */
export interface Filtered {
  readonly picture: FilteredPicture;
  release(): void;
}

/** Rows that a workgroup chooses filters for. */
const CHOSEN = 4;

const wholeWords = (bytes: number) => 4 * Math.ceil(bytes / 4);

/** What comes back, one behind the other: the stream, the sums of its chunks, and stretches of samples. */
interface ReadBack {
  readonly sums: number;
  readonly chunks: number;
  /** Of each stretch: where the words that hold it lie in the picture and here, and their bytes. */
  readonly stretches: readonly { readonly stretch: Stretch; from: number; to: number; bytes: number }[];
  readonly bytes: number;
}

function placeReadBack(shape: Shape): ReadBack {
  const stream = filteredBytes(shape);
  const sums = wholeWords(stream);
  const chunks = Math.ceil(stream / SUMMED);
  let to = sums + 8 * chunks;
  const stretches = stretchesOf(shape).map((stretch) => {
    const from = 4 * Math.floor(stretch.first / 4);
    const bytes = wholeWords(stretch.end) - from;
    to += bytes;
    return { stretch, from, to: to - bytes, bytes };
  });
  return { sums, chunks, stretches, bytes: to };
}

export function readBackBytes(shape: Shape): number {
  return placeReadBack(shape).bytes;
}

/** A picture whose rows are filtered: recorded into somebody's commands, and read once they are submitted. */
export class PngFiltering {
  readonly #context: FilterContext;
  readonly #source: TexelSource;
  readonly #places: ReadBack;
  readonly #buffers: FilterBuffers;
  readonly #staging: GPUBuffer;

  constructor(context: FilterContext, source: TexelSource) {
    const { shape, buffer } = source;
    this.#context = context;
    this.#source = source;
    this.#places = placeReadBack(shape);
    const lease = (size: number, kind: 'storage' | 'uniform' = 'storage') => ({
      buffer: context.memory.lease(kind, size),
      size,
    });
    const frame = packFrame(shape);
    this.#buffers = {
      frame: lease(frame.byteLength, 'uniform'),
      source: { buffer, size: wholeWords(byteCount(shape)) },
      choices: lease(4 * shape.height),
      stream: lease(this.#places.sums),
      sums: lease(8 * this.#places.chunks),
    };
    this.#staging = context.memory.lease('staging', this.#places.bytes);
    context.device.queue.writeBuffer(this.#buffers.frame.buffer, 0, frame);
  }

  /** Nothing reads the picture after what this records. */
  record(encoder: GPUCommandEncoder): void {
    const { device, stages } = this.#context;
    const { sums, chunks, stretches } = this.#places;
    const { buffer, shape } = this.#source;
    const buffers = this.#buffers;
    const pass = encoder.beginComputePass();
    const groups = inRows(Math.ceil(shape.height / CHOSEN));
    dispatchStage(device, pass, stages.choose, { name: 'choose', buffers, groups });
    dispatchStage(device, pass, stages.write, { name: 'write', buffers, groups: inRows(chunks) });
    pass.end();
    encoder.copyBufferToBuffer(buffers.stream.buffer, 0, this.#staging, 0, sums);
    encoder.copyBufferToBuffer(buffers.sums.buffer, 0, this.#staging, sums, 8 * chunks);
    for (const { from, to, bytes } of stretches) {
      encoder.copyBufferToBuffer(buffer, from, this.#staging, to, bytes);
    }
  }

  /**
   * The rows, once what was recorded is submitted; `valid` rejects where the device finds something wrong with that.
   * Buffers are for others again afterwards; where something went wrong, they are destroyed.
   */
  async read(valid: Promise<void>): Promise<Filtered> {
    try {
      const memory = await this.#readBack(valid);
      this.#context.memory.release();
      return { picture: this.#open(memory.resource), release: memory.release };
    } catch (error) {
      // Work on its buffers may still be queued, so nobody else may have them.
      this.discard();
      throw error;
    }
  }

  /** Gives up: what was recorded is not submitted, or failed. */
  discard(): void {
    this.#context.memory.discard();
  }

  async #readBack(valid: Promise<void>): Promise<Lease<HostMemory>> {
    const { bytes } = this.#places;
    await Promise.all([this.#staging.mapAsync(GPUMapMode.READ, 0, bytes), valid]);
    const memory = hostMemory.lease(bytes);
    try {
      new Uint8Array(memory.resource).set(new Uint8Array(this.#staging.getMappedRange(0, bytes)));
    } finally {
      this.#staging.unmap();
    }
    // After a loss mapped memory may hold anything.
    const lost = this.#context.lost();
    if (lost === undefined) return memory;
    memory.release();
    throw new Error(`the GPU was lost: ${lost}`);
  }

  #open(memory: HostMemory): FilteredPicture {
    const { shape } = this.#source;
    const { sums, chunks, stretches } = this.#places;
    return {
      ...shapeOf(shape),
      bytes: new Uint8Array(memory, 0, filteredBytes(shape)),
      sums: new Uint32Array(memory, sums, 2 * chunks),
      samples: stretches.map(
        ({ stretch: { first, end }, from, to }) => new Uint8Array(memory, to + first - from, end - first),
      ),
    };
  }
}

/** The values of the shaders' `struct Frame`, in the order of its fields. */
function packFrame(shape: Shape): Uint32Array<ArrayBuffer> {
  const { height, channels, type } = shape;
  const length = rowBytes(shape);
  const deep = type === 'u16' ? 1 : 0;
  const step = channels * SAMPLE_BYTES[type];
  return new Uint32Array([length, height, step, deep, bandRows(shape, length), filteredBytes(shape)]);
}
