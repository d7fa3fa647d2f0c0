// Filters the rows of PNGs on the GPU.
import { filteredBytes, rowBytes } from '../../../coders/png/filtered.ts';
import { byteCount, type Shape } from '../../../core/image.ts';
import { UNBOUND } from '../../../core/run.ts';
import type { HeldBytes, PoolStats } from '../../pool.ts';
import { Compiled } from '../compiled.ts';
import { compilePrograms } from '../compute-program.ts';
import type { Device } from '../device.ts';
import { Memory } from '../memory.ts';
import type { Texels } from '../texels.ts';
import { FILTER_PROGRAMS, type FilterPrograms } from './filter-programs.ts';
import { PngFiltering, readBackBytes } from './filtering.ts';

/** Longest row in bytes: sums of its absolute values, up to 128 each, must fit 32 bits. */
const MOST_ROW = 2 ** 25 - 1;

/**
 * Filters rows for PNG (W3C PNG, section 9), so that the host only deflates. The first dispatch reads each row and
 * the one above and chooses a filter; the second reads them again and writes the filtered row.
 *
 * A 4K RGB picture costs 25 MB read four times, half of that from the cache, and 25 MB written, with about 500
 * operations per four bytes. 27 MB are read back: the filtered rows, and some unfiltered samples that tell the host
 * where filtering does not pay.
 */
export class PngFilter {
  readonly #opened: Device;
  readonly #memory: Memory;
  readonly #programs: Compiled<FilterPrograms>;

  constructor(opened: Device) {
    this.#opened = opened;
    this.#programs = new Compiled(() => compilePrograms(opened.device, FILTER_PROGRAMS));
    this.#memory = new Memory(opened.device);
  }

  /** Compiles the shaders once. */
  warm(): Promise<void> {
    return this.#programs.warm();
  }

  /** Whether PNG can hold the picture, and the device's bindings the buffers. */
  supports(shape: Shape): boolean {
    return fitsPng(shape, this.#opened.device.limits);
  }

  /** GPU memory in bytes, without the picture, approximately. */
  bytes(shape: Shape): number {
    return filteredBytes(shape) + readBackBytes(shape);
  }

  /**
   * Records the filtering of a picture that earlier commands write. Requires compiled shaders. After submitting,
   * call `read`; otherwise call `discard`. `signal` aborts when nobody wants the rows any more.
   */
  record(encoder: GPUCommandEncoder, source: Texels, signal: AbortSignal = UNBOUND.signal): PngFiltering {
    const programs = this.#programs.get();
    if (!this.supports(source.shape)) throw new Error('the GPU cannot filter a picture of this shape');
    const context = { opened: this.#opened, programs, memory: this.#memory.open(), signal };
    try {
      const filtering = new PngFiltering(context, source);
      filtering.record(encoder);
      return filtering;
    } catch (error) {
      context.memory.discard();
      throw error;
    }
  }

  /** Counters of the storage buffers. */
  stats(): PoolStats {
    return this.#memory.stats();
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

/** Whether PNG can hold the picture, and the bindings of a device the buffers. */
export function fitsPng(
  shape: Shape,
  {
    maxStorageBufferBindingSize,
    maxBufferSize,
  }: Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize'>,
): boolean {
  return (
    shape.type !== 'f32' &&
    byteCount(shape) > 0 &&
    rowBytes(shape) <= MOST_ROW &&
    filteredBytes(shape) <= maxStorageBufferBindingSize - 4 &&
    readBackBytes(shape) <= maxBufferSize
  );
}
