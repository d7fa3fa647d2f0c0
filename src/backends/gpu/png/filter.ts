// Filters the rows of PNGs on the GPU: what it takes, and how a picture is recorded.
import { filteredBytes, rowBytes } from '../../../coders/png/filtered.ts';
import { byteCount, type Shape } from '../../../core/image.ts';
import { UNBOUND } from '../../../core/run.ts';
import type { PoolStats } from '../../pool.ts';
import { Compiled } from '../compiled.ts';
import { compilePrograms } from '../compute-program.ts';
import type { Device } from '../device.ts';
import { Memory } from '../memory.ts';
import type { Texels } from '../texels.ts';
import { FILTER_PROGRAMS, type FilterPrograms } from './filter-programs.ts';
import { PngFiltering, readBackBytes } from './filtering.ts';

/** Sums of a row's absolute values, 128 at most each, fit 32 bits. */
const MOST_ROW = 2 ** 25 - 1;

/**
 * Filters the rows of pictures for PNG on one device, so that the host only deflates. Two dispatches: one reads
 * each row and the one above it to choose its filter, the other reads them again and writes. Of a 4K RGB picture
 * that is 25 MB read four times, half of that from the cache, and 25 MB written; some 500 operations for every four
 * bytes. 27 MB come back: the filtered rows and, so that the host can tell where filtering does not pay, some
 * samples.
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

  /** Compiles the shaders; once. */
  warm(): Promise<void> {
    return this.#programs.warm();
  }

  /** Whether PNG holds such a picture, and the device's bindings what it needs. */
  supports(shape: Shape): boolean {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#opened.device.limits;
    return (
      shape.type !== 'f32' &&
      byteCount(shape) > 0 &&
      rowBytes(shape) <= MOST_ROW &&
      filteredBytes(shape) <= maxStorageBufferBindingSize - 4 &&
      readBackBytes(shape) <= maxBufferSize
    );
  }

  /** Bytes of the GPU's memory that it takes besides the picture, nearly. */
  bytes(shape: Shape): number {
    return filteredBytes(shape) + readBackBytes(shape);
  }

  /**
   * Records the filtering of what commands before it write into a buffer. The shaders have to be compiled. After
   * submitting the commands, `read` the rows; otherwise `discard`. Nobody wants them any more when `signal` aborts.
   */
  record(encoder: GPUCommandEncoder, source: Texels, signal: AbortSignal = UNBOUND.signal): PngFiltering {
    const programs = this.#programs.get();
    if (!this.supports(source.shape)) throw new Error('the GPU does not filter such a picture');
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

  /** Counts of the storage buffers. */
  stats(): PoolStats {
    return this.#memory.stats();
  }

  /** Destroys what is not in use. */
  trim(): void {
    this.#memory.trim();
  }
}
