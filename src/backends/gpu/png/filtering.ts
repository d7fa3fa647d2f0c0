// A picture whose rows are being filtered for PNG, from recording to read-back.
import { SUMMED } from '../../../coders/png/checksums.ts';
import { type FilteredPicture, filteredBytes, rowBytes, stretchesOf } from '../../../coders/png/filtered.ts';
import { bandRows, type Stretch } from '../../../coders/png/places.ts';
import { byteCount, type Shape, shapeOf } from '../../../core/image.ts';
import { SAMPLE_BYTES } from '../../../core/pixel.ts';
import { type HostMemory, hostMemory } from '../../host-memory.ts';
import type { Lease } from '../../pool.ts';
import type { Device } from '../device.ts';
import type { TaskMemory } from '../memory.ts';
import { inRows, Recorder } from '../recorder.ts';
import { giveUp, readMapped } from '../staging.ts';
import { type Texels, wholeWords } from '../texels.ts';
import type { FilterPrograms } from './filter-programs.ts';

/** Device, programs and memory of a filtering. */
interface FilterContext {
  readonly opened: Device;
  readonly programs: FilterPrograms;
  readonly memory: TaskMemory;
  /** Aborts when nobody wants the rows any more. */
  readonly signal: AbortSignal;
}

/** Filtered rows in memory that is on loan until `release` is called. */
export interface FilteredRows {
  readonly kind: 'rows';
  readonly rows: FilteredPicture;
  release(): void;
}

/** Rows per workgroup when choosing filters. */
const CHOSEN = 4;

/** Layout of the read-back: the filtered stream, the sums of its chunks, and stretches of unfiltered samples. */
interface FilterPlaces {
  readonly sums: number;
  readonly chunks: number;
  /** For each stretch: the offsets of its words in the picture and in the read-back, and their bytes. */
  readonly stretches: readonly { readonly stretch: Stretch; from: number; to: number; bytes: number }[];
  readonly bytes: number;
}

function placeFiltered(shape: Shape): FilterPlaces {
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
  return placeFiltered(shape).bytes;
}

/** A picture's buffers by their names in WGSL. */
function bindFilter({ memory }: FilterContext, { buffer, shape }: Texels, { sums, chunks }: FilterPlaces) {
  return {
    frame: memory.lease('uniform', packFrame(shape).byteLength),
    source: { buffer, size: wholeWords(byteCount(shape)) },
    choices: memory.lease('storage', 4 * shape.height),
    stream: memory.lease('storage', sums),
    sums: memory.lease('storage', 8 * chunks),
  };
}

/** A filtering that is recorded into given commands, and read after they were submitted. */
export class PngFiltering {
  readonly #context: FilterContext;
  readonly #source: Texels;
  readonly #places: FilterPlaces;
  readonly #buffers: ReturnType<typeof bindFilter>;
  readonly #staging: GPUBuffer;

  constructor(context: FilterContext, source: Texels) {
    this.#context = context;
    this.#source = source;
    this.#places = placeFiltered(source.shape);
    this.#buffers = bindFilter(context, source, this.#places);
    this.#staging = context.memory.lease('staging', this.#places.bytes).buffer;
    const { queue } = context.opened.device;
    queue.writeBuffer(this.#buffers.frame.buffer, 0, packFrame(source.shape));
  }

  /** Records the commands. Later commands may overwrite the picture. */
  record(encoder: GPUCommandEncoder): void {
    const { opened, programs } = this.#context;
    const { sums, chunks, stretches } = this.#places;
    const { buffer, shape } = this.#source;
    const buffers = this.#buffers;
    const recorder = new Recorder(opened.device, encoder);
    recorder.run([
      { program: programs.choose, buffers, workgroups: inRows(Math.ceil(shape.height / CHOSEN)) },
      { program: programs.write, buffers, workgroups: inRows(chunks) },
    ]);
    recorder.copy(buffers.stream, this.#staging);
    recorder.copy(buffers.sums, this.#staging, sums);
    for (const { from, to, bytes } of stretches) {
      recorder.copy({ buffer, offset: from, size: bytes }, this.#staging, to);
    }
  }

  /**
   * Waits for the rows after the commands were submitted. `valid` rejects when the submission fails validation.
   * Returns the buffers, or destroys them after a failure. After an abort, rejects with the signal's reason once
   * the GPU is done.
   */
  async read(valid: Promise<void>): Promise<FilteredRows> {
    const { opened, memory: lent, signal } = this.#context;
    try {
      const conditions = { valid, loss: opened.loss, signal };
      const memory = await readMapped(this.#staging, this.#places.bytes, conditions, () => this.#copyOut());
      lent.release();
      return { kind: 'rows', rows: this.#open(memory.resource), release: memory.release };
    } catch (error) {
      giveUp(lent, [error], signal);
      throw error;
    }
  }

  /** Destroys the buffers of a filtering that was not submitted, or failed. */
  discard(): void {
    this.#context.memory.discard();
  }

  #copyOut(): Lease<HostMemory> {
    const { bytes } = this.#places;
    const memory = hostMemory.lease(bytes);
    new Uint8Array(memory.resource).set(new Uint8Array(this.#staging.getMappedRange(0, bytes)));
    return memory;
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

/** The shaders' `struct Frame`, field by field. */
function packFrame(shape: Shape): Uint32Array<ArrayBuffer> {
  const { height, channels, type } = shape;
  const length = rowBytes(shape);
  const deep = type === 'u16' ? 1 : 0;
  const step = channels * SAMPLE_BYTES[type];
  return new Uint32Array([length, height, step, deep, bandRows(shape, length), filteredBytes(shape)]);
}
