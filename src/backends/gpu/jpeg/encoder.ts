// Encodes JPEGs on the GPU.
import { byteCount, pixelCount, type Shape } from '../../../core/image.ts';
import { UNBOUND } from '../../../core/run.ts';
import { type ChromaSubsampling, layoutScan, type ScanLayout } from '../../../formats/jpeg/layout.ts';
import { BLOCK, type QuantisationTables, quantisationTables } from '../../../formats/jpeg/tables.ts';
import type { HeldBytes, PoolStats } from '../../pool.ts';
import { Compiled } from '../compiled.ts';
import { compilePrograms } from '../compute-program.ts';
import type { Device } from '../device.ts';
import { validated } from '../error-scope.ts';
import { Memory } from '../memory.ts';
import { ProgramClock } from '../program-clock.ts';
import { type Texels, wholeWords } from '../texels.ts';
import { blockBytes, COEFFICIENT_BYTES, type EncodeSpec } from './encode-dispatches.ts';
import { ENCODE_PROGRAMS, type EncodePrograms } from './encode-programs.ts';
import { ScanSizes } from './encode-sizes.ts';
import { JpegEncoding } from './encoding.ts';

export interface JpegEncodeOptions {
  /** 1 to 100, on libjpeg's scale. */
  readonly quality: number;
  /** Ignored for gray. */
  readonly chromaSubsampling: ChromaSubsampling;
  /** MCUs between restart markers, up to 65,535. Default none. */
  readonly restartInterval?: number;
  /**
   * Builds Huffman tables for the picture, at the price of one more round trip. Default: the JPEG standard's
   * typical tables.
   */
  readonly optimiseCoding?: boolean;
  /** Replaces libjpeg's tables. `quality` then only helps to predict the size. */
  readonly quantisationTables?: QuantisationTables;
  /** Times each dispatch, on a device with timestamp queries. */
  readonly timed?: boolean;
}

/** Largest number of blocks. Positions are bit numbers of 32 bits, and a block takes up to 1665 bits. */
const MOST_BLOCKS = 2 ** 21;

/** Factor over the expected scan: twice for the stream, twice for the stuffed scan, once for its copy. */
const ROOMS = 5;

/** Largest side that libjpeg reads (`JPEG_MAX_DIMENSION`). */
const MOST_SIDE = 65_500;

/** Largest 16-bit restart interval. */
const MOST_INTERVAL = 65_535;

/** Writes baseline JPEGs (ITU-T T.81), byte for byte those of libjpeg-turbo with `islow` and without APP0. */
export class JpegEncoder {
  readonly #opened: Device;
  readonly #memory: Memory;
  readonly #sizes = new ScanSizes();
  readonly #programs: Compiled<EncodePrograms>;

  constructor(opened: Device) {
    this.#opened = opened;
    this.#programs = new Compiled(() => compilePrograms(opened.device, ENCODE_PROGRAMS));
    this.#memory = new Memory(opened.device);
  }

  /** Compiles the shaders once. */
  warm(): Promise<void> {
    return this.#programs.warm();
  }

  /** Whether JPEG can hold the picture, and the device's bindings the buffers. */
  supports(shape: Shape, options: JpegEncodeOptions): boolean {
    return fitsJpeg(shape, options, this.#opened.device.limits);
  }

  /** GPU memory in bytes that an encoding probably takes, without its picture. */
  bytes(shape: Shape, options: JpegEncodeOptions): number {
    const expected = this.#sizes.guess(kindOf(shape, options), options.quality, pixelCount(shape));
    return blockBytes(scanOf(shape, options)) + ROOMS * expected;
  }

  /** Encodes a picture in its own submission. */
  async encode(texels: Texels, options: JpegEncodeOptions): Promise<Uint8Array> {
    await this.warm();
    const { device } = this.#opened;
    let encoding: JpegEncoding | undefined;
    const valid = validated(device, () => {
      const encoder = device.createCommandEncoder();
      encoding = this.record(encoder, texels, options);
      device.queue.submit([encoder.finish()]);
    });
    if (!encoding) return valid as Promise<never>;
    return encoding.read(valid);
  }

  /**
   * Records the encoding of a picture that earlier commands write. Requires compiled shaders. After submitting,
   * call `read`; otherwise call `discard`. `signal` can abort between round trips.
   */
  record(
    encoder: GPUCommandEncoder,
    { buffer, shape }: Texels,
    options: JpegEncodeOptions,
    signal: AbortSignal = UNBOUND.signal,
  ): JpegEncoding {
    const programs = this.#programs.get();
    if (!this.supports(shape, options)) throw new Error('the GPU cannot encode a picture of this shape');
    checkOptions(options);
    const spec = this.#specify(shape, options);
    const kind = kindOf(shape, options);
    const memory = this.#memory.open();
    const context = {
      opened: this.#opened,
      programs,
      memory,
      signal,
      learn: (bytes: number) => this.#sizes.learn(kind, pixelCount(shape), bytes),
      clock: options.timed && this.#opened.timestamps ? new ProgramClock(this.#opened.device) : undefined,
    };
    try {
      const encoding = new JpegEncoding(context, spec, { buffer, size: wholeWords(byteCount(shape)) });
      encoding.record(encoder);
      return encoding;
    } catch (error) {
      memory.discard();
      throw error;
    }
  }

  #specify(shape: Shape, options: JpegEncodeOptions): EncodeSpec {
    const { quality, restartInterval = 0, optimiseCoding = false } = options;
    return {
      layout: scanOf(shape, options),
      quantisation: options.quantisationTables ?? quantisationTables(quality),
      restartInterval,
      optimise: optimiseCoding,
      expected: this.#sizes.guess(kindOf(shape, options), quality, pixelCount(shape)),
    };
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

/** Key for scan lengths: everything that affects them except the picture. */
function kindOf(
  { channels }: Shape,
  { chromaSubsampling, quality, optimiseCoding = false }: JpegEncodeOptions,
): string {
  return `${channels} ${chromaSubsampling} ${quality} ${optimiseCoding}`;
}

function checkOptions({ quality, restartInterval = 0, quantisationTables: own }: JpegEncodeOptions): void {
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  if (!within(quality, 1, 100)) throw new RangeError('quality must be an integer from 1 to 100');
  if (!within(restartInterval, 0, MOST_INTERVAL)) {
    throw new RangeError(`the restart interval must be 0 to ${MOST_INTERVAL} MCUs`);
  }
  for (const table of own ? [own.luma, own.chroma] : []) {
    if (table.length !== BLOCK || table.includes(0))
      throw new RangeError('a quantisation table must have 64 steps above 0');
  }
}

/** The block layout of a picture with one or three channels. */
function scanOf(shape: Shape, { chromaSubsampling }: JpegEncodeOptions): ScanLayout {
  return layoutScan(shape, shape.channels as 1 | 3, chromaSubsampling);
}

/** Whether JPEG can hold the picture, and the bindings of a device the buffers. */
export function fitsJpeg(
  shape: Shape,
  options: JpegEncodeOptions,
  { maxStorageBufferBindingSize: most }: Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize'>,
): boolean {
  const { width, height, channels, type } = shape;
  if (type !== 'u8' || (channels !== 1 && channels !== 3)) return false;
  const { blocks } = scanOf(shape, options);
  return (
    Math.max(width, height) <= MOST_SIDE &&
    blocks <= MOST_BLOCKS &&
    Math.max(COEFFICIENT_BYTES * blocks, wholeWords(byteCount(shape))) <= most
  );
}
