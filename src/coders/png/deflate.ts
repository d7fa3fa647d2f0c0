/** Deflates the rows of a PNG, band by band, on libuv's threads. */
import { constants, deflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib';
import type { Coded, Coding } from './coding.ts';

/**
 * zlib level for data with repetitions, unless the options say. On text, level 4 takes half the time of 6, as long
 * as libvips at 6, for 2 % more bytes. When little will be left, 6 is fast as well, and leaves a third less.
 */
const levelFor = ({ remains }: Coded) => (remains < 0.1 ? 6 : 4);

/** How far back deflate may copy from (RFC 1951). */
const WINDOW = 32768;

/** A stretch of the stream: filtered rows, and the bytes before and after them. */
export interface DeflateInput {
  readonly bytes: Uint8Array;
  readonly method: Coded;
  /** Whether the rows are filtered. */
  readonly filtered: boolean;
  readonly last: boolean;
  /** The bytes right before these. None for the first band. */
  readonly before: Uint8Array | undefined;
}

/** The last bytes of a band, which the next may copy from. A copy, because they outlive the band. */
export function windowOf(bytes: Uint8Array): Uint8Array {
  return bytes.slice(-WINDOW);
}

/**
 * Deflates a band on a thread of the pool, so that the results can be concatenated: each ends at a whole byte (by
 * an empty stored block, RFC 1951), and the last one ends the stream.
 */
export function deflateBand(band: DeflateInput, level: number | undefined): Promise<Buffer> {
  const { bytes, last } = band;
  const options: ZlibOptions = {
    ...codingOptions(band, level),
    finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    chunkSize: room(band),
  };
  return new Promise((resolve, reject) => {
    deflateRaw(bytes, options, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** Deflates a whole stream in this thread. For a few KiB that takes less time than a trip to another thread. */
export function deflateHere(bytes: Uint8Array, method: Coded, filtered: boolean, level?: number): Buffer {
  const band = { bytes, method, filtered, last: true, before: undefined };
  // No result is much longer than its input, so one buffer suffices.
  return deflateRawSync(bytes, { ...codingOptions(band, level), chunkSize: bytes.length + 256 });
}

/**
 * Buffer size for the result, large enough to finish in one call: whenever the buffer is full, zlib returns to this
 * thread and then goes to another. At least a sixteenth of the input, in case the estimate was wrong.
 */
function room({ bytes, method }: DeflateInput): number {
  return Math.ceil(bytes.length * Math.min(1.01, Math.max(1 / 16, method.remains * 1.2))) + 4096;
}

const STRATEGIES: Readonly<Record<Exclude<Coding, 'matches'>, number>> = {
  entropy: constants.Z_HUFFMAN_ONLY,
  runs: constants.Z_RLE,
};

function codingOptions({ method, filtered, before }: DeflateInput, level: number | undefined): ZlibOptions {
  const { coding } = method;
  if (level === 0) return { level };
  // Huffman coding alone has no level: there is nothing to search for. Searching for runs is fast.
  if (coding === 'entropy' || (coding === 'runs' && level === undefined)) {
    return { strategy: STRATEGIES[coding] };
  }
  // Filtered rows have many small values, and short copies of these do not pay.
  const strategy = filtered ? constants.Z_FILTERED : constants.Z_DEFAULT_STRATEGY;
  const options = { level: level ?? levelFor(method), strategy };
  return before ? { ...options, dictionary: before } : options;
}
