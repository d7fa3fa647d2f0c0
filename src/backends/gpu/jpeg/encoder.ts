// Encodes JPEGs on the GPU: what it takes, and how a picture is recorded.
import { byteCount, pixelCount, type Shape } from '../../../core/image.ts';
import { UNBOUND } from '../../../core/run.ts';
import { type ChromaSubsampling, layoutScan, type ScanLayout } from '../../../formats/jpeg/layout.ts';
import { BLOCK, type QuantisationTables, quantisationTables } from '../../../formats/jpeg/tables.ts';
import type { PoolStats } from '../../pool.ts';
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
  /** 1 to 100, as libjpeg's. */
  readonly quality: number;
  /** Of no meaning for gray. */
  readonly chromaSubsampling: ChromaSubsampling;
  /** MCUs between restart markers, up to 65,535; none without. */
  readonly restartInterval?: number;
  /** Makes the Huffman tables for the picture, which takes a round trip to the host; else they are the typical ones. */
  readonly optimiseCoding?: boolean;
  /** Instead of libjpeg's for the quality, which then only serves to guess the file's size. */
  readonly quantisationTables?: QuantisationTables;
  /** Times the programs, each in a pass of its own, on a device with timestamp queries. */
  readonly timed?: boolean;
}

/** Positions are counted in bits of 32-bit words; a block has 1665 at most. */
const MOST_BLOCKS = 2 ** 21;

/** There is room for twice the expected scan before its bytes are stuffed, for as much after, and for its copy. */
const ROOMS = 5;

/** The largest side that libjpeg reads (`JPEG_MAX_DIMENSION`). */
const MOST_SIDE = 65_500;

/** What a restart interval's 16 bits hold. */
const MOST_INTERVAL = 65_535;

/** Writes baseline JPEGs on one device, byte for byte as libjpeg-turbo does with `islow` and no APP0. */
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

  /** Compiles the shaders; once. */
  warm(): Promise<void> {
    return this.#programs.warm();
  }

  /** Whether JPEG holds such a picture, and the device's bindings what it needs. */
  supports(shape: Shape, options: JpegEncodeOptions): boolean {
    const { width, height, channels, type } = shape;
    if (type !== 'u8' || (channels !== 1 && channels !== 3)) return false;
    const { blocks } = scanOf(shape, options);
    const most = this.#opened.device.limits.maxStorageBufferBindingSize;
    return (
      Math.max(width, height) <= MOST_SIDE &&
      blocks <= MOST_BLOCKS &&
      Math.max(COEFFICIENT_BYTES * blocks, wholeWords(byteCount(shape))) <= most
    );
  }

  /** Bytes of the GPU's memory that an encoding is likely to take besides its picture. */
  bytes(shape: Shape, options: JpegEncodeOptions): number {
    const expected = this.#sizes.guess(kindOf(shape, options), options.quality, pixelCount(shape));
    return blockBytes(scanOf(shape, options)) + ROOMS * expected;
  }

  /** The whole file of a picture that lies in a buffer, in a submission of its own. */
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
   * Records the encoding of what commands before it write into a buffer. The shaders have to be compiled. After
   * submitting the commands, `read` the file; otherwise `discard`. `signal` aborts it between its round trips.
   */
  record(
    encoder: GPUCommandEncoder,
    { buffer, shape }: Texels,
    options: JpegEncodeOptions,
    signal: AbortSignal = UNBOUND.signal,
  ): JpegEncoding {
    const programs = this.#programs.get();
    if (!this.supports(shape, options)) throw new Error('the picture is too large to encode on the GPU');
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

  /** Counts of the storage buffers. */
  stats(): PoolStats {
    return this.#memory.stats();
  }

  /** Destroys what is not in use. */
  trim(): void {
    this.#memory.trim();
  }
}

/** What decides how long scans are, but for the pictures. */
function kindOf(
  { channels }: Shape,
  { chromaSubsampling, quality, optimiseCoding = false }: JpegEncodeOptions,
): string {
  return `${channels} ${chromaSubsampling} ${quality} ${optimiseCoding}`;
}

function checkOptions({ quality, restartInterval = 0, quantisationTables: own }: JpegEncodeOptions): void {
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  if (!within(quality, 1, 100)) throw new RangeError('the quality is 1 to 100');
  if (!within(restartInterval, 0, MOST_INTERVAL)) {
    throw new RangeError(`the restart interval is 0 to ${MOST_INTERVAL} MCUs`);
  }
  for (const table of own ? [own.luma, own.chroma] : []) {
    if (table.length !== BLOCK || table.includes(0))
      throw new RangeError('a quantisation table has 64 steps');
  }
}

/** The blocks of a picture of one or three channels. */
function scanOf(shape: Shape, { chromaSubsampling }: JpegEncodeOptions): ScanLayout {
  return layoutScan(shape, shape.channels as 1 | 3, chromaSubsampling);
}
