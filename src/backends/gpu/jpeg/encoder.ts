// Encodes JPEGs on the GPU: what it takes, and how a picture is recorded.
import type { Extent } from '../../../core/image.ts';
import { UNBOUND } from '../../../core/run.ts';
import { type ChromaSubsampling, layoutScan } from '../../../formats/jpeg/layout.ts';
import { BLOCK, type QuantisationTables, quantisationTables } from '../../../formats/jpeg/tables.ts';
import type { PoolStats } from '../../pool.ts';
import { Compiled } from '../compiled.ts';
import type { Device } from '../device.ts';
import { validated } from '../error-scope.ts';
import { Memory } from '../memory.ts';
import { compileStages } from '../stage.ts';
import { StageClock } from '../stage-clock.ts';
import { blockBytes, COEFFICIENT_BYTES, type EncodeSpec } from './encode-job.ts';
import { ScanSizes } from './encode-sizes.ts';
import { ENCODE_STAGES, type EncodeStages } from './encode-stages.ts';
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
  /** Times the stages, each in a pass of its own, on a device with timestamp queries. */
  readonly timed?: boolean;
}

/** A picture in a buffer: 8-bit samples, interleaved, rows unpadded, filled up to whole words. */
export interface TexelSource {
  readonly buffer: GPUBuffer;
  readonly extent: Extent;
  readonly channels: 1 | 3;
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
  readonly #stages: Compiled<EncodeStages>;

  constructor(opened: Device) {
    this.#opened = opened;
    this.#stages = new Compiled(() => compileStages(opened.device, ENCODE_STAGES));
    this.#memory = new Memory(opened.device);
  }

  /** Compiles the shaders; once. */
  warm(): Promise<void> {
    return this.#stages.warm();
  }

  /** Whether the device's bindings can hold what the picture needs. */
  supports({ extent, channels }: Omit<TexelSource, 'buffer'>, options: JpegEncodeOptions): boolean {
    const { width, height } = extent;
    const { blocks } = layoutScan(extent, channels, options.chromaSubsampling);
    const most = this.#opened.device.limits.maxStorageBufferBindingSize;
    return (
      Math.max(width, height) <= MOST_SIDE &&
      blocks <= MOST_BLOCKS &&
      Math.max(COEFFICIENT_BYTES * blocks, sourceBytes(extent, channels)) <= most
    );
  }

  /** Bytes of the GPU's memory that an encoding is likely to take besides its picture. */
  bytes({ extent, channels }: Omit<TexelSource, 'buffer'>, options: JpegEncodeOptions): number {
    const expected = this.#sizes.guess(
      kindOf(channels, options),
      options.quality,
      extent.width * extent.height,
    );
    return blockBytes(layoutScan(extent, channels, options.chromaSubsampling)) + ROOMS * expected;
  }

  /** The whole file of a picture that lies in a buffer, in a submission of its own. */
  async encode(
    source: GPUBuffer,
    extent: Extent,
    channels: 1 | 3,
    options: JpegEncodeOptions,
  ): Promise<Uint8Array> {
    await this.warm();
    const { device } = this.#opened;
    let encoding: JpegEncoding | undefined;
    const valid = validated(device, () => {
      const encoder = device.createCommandEncoder();
      encoding = this.record(encoder, { buffer: source, extent, channels }, options);
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
    source: TexelSource,
    options: JpegEncodeOptions,
    signal: AbortSignal = UNBOUND.signal,
  ): JpegEncoding {
    const stages = this.#stages.get();
    const { extent, channels } = source;
    if (!this.supports(source, options)) throw new Error('the picture is too large to encode on the GPU');
    checkOptions(options);
    const spec = this.#specify(source, options);
    const kind = kindOf(channels, options);
    const memory = this.#memory.open();
    const context = {
      opened: this.#opened,
      stages,
      memory,
      signal,
      learn: (bytes: number) => this.#sizes.learn(kind, extent.width * extent.height, bytes),
      clock: options.timed && this.#opened.timestamps ? new StageClock(this.#opened.device) : undefined,
    };
    try {
      const encoding = new JpegEncoding(context, spec, {
        buffer: source.buffer,
        size: sourceBytes(extent, channels),
      });
      encoding.record(encoder);
      return encoding;
    } catch (error) {
      memory.discard();
      throw error;
    }
  }

  #specify({ extent, channels }: TexelSource, options: JpegEncodeOptions): EncodeSpec {
    const { quality, chromaSubsampling, restartInterval = 0, optimiseCoding = false } = options;
    return {
      layout: layoutScan(extent, channels, chromaSubsampling),
      quantisation: options.quantisationTables ?? quantisationTables(quality),
      restartInterval,
      optimise: optimiseCoding,
      expected: this.#sizes.guess(kindOf(channels, options), quality, extent.width * extent.height),
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
function kindOf(channels: number, { chromaSubsampling, quality, optimiseCoding = false }: JpegEncodeOptions) {
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

function sourceBytes({ width, height }: Extent, channels: number): number {
  return 4 * Math.ceil((width * height * channels) / 4);
}
