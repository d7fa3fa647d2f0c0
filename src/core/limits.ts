/** Limits on the size of requests and pictures. */
import { type ErrorCode, NoirError } from './errors.ts';
import { byteCount, describeShape, type Extent, pixelCount, type Shape } from './image.ts';

/** The most that a request may ask for. */
export interface Limits {
  /** Bytes of a request body. */
  readonly bodyBytes: number;
  /** Pixels of a picture, before and after every step. */
  readonly pixels: number;
  /** Pixels along one side. */
  readonly side: number;
  /** Bytes of the samples of one picture, before and after every step. */
  readonly imageBytes: number;
  /** Bytes of decoded pictures over all requests in flight. */
  readonly totalBytes: number;
  /** Bytes of request bodies, and of answers that clients have not taken yet, over all connections of a server. */
  readonly trafficBytes: number;
  /** Frames that are processed together. */
  readonly frames: number;
  /** Pixels of those frames together, before and after every step. */
  readonly framePixels: number;
  /** Bytes of the samples of those frames together, before and after every step. */
  readonly frameBytes: number;
  /** Frames or pages that a file may declare. */
  readonly pages: number;
  /** Scans of a progressive JPEG. */
  readonly scans: number;
  /** Segments, boxes, or chunks of less than 4 KiB of a file. */
  readonly segments: number;
  /** Steps of a recipe. */
  readonly steps: number;
  /** Requests that may wait for their turn. */
  readonly queue: number;
}

const MiB = 2 ** 20;

/** The limits of a server, meant for files of strangers. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 32 * MiB,
  pixels: 50e6,
  // WebP's own limit is 16,383 pixels.
  side: 16384,
  imageBytes: 256 * MiB,
  totalBytes: 512 * MiB,
  trafficBytes: 256 * MiB,
  frames: 1_000,
  framePixels: 250e6,
  frameBytes: 1024 * MiB,
  pages: 10_000,
  // Legitimate progressive files have about 10 scans; a bomb has thousands.
  scans: 100,
  segments: 10_000,
  steps: 64,
  queue: 64,
};

/** No limits, for files that were checked already, and for those that coders wrote. */
export const NO_LIMITS = Object.fromEntries(
  Object.keys(DEFAULT_LIMITS).map((name) => [name, Number.POSITIVE_INFINITY]),
) as unknown as Limits;

/**
 * Limits for a machine or a container with so many bytes of memory. From 2 GiB on they are the same; below that, what
 * pictures, frames, bodies and answers may take together shrinks with it.
 */
export function fitLimits(limits: Limits, memory: number): Limits {
  const atMost = (bytes: number, part: number) => Math.min(bytes, Math.floor(memory * part));
  return {
    ...limits,
    imageBytes: atMost(limits.imageBytes, 1 / 8),
    totalBytes: atMost(limits.totalBytes, 1 / 4),
    frameBytes: atMost(limits.frameBytes, 1 / 2),
    trafficBytes: atMost(limits.trafficBytes, 1 / 8),
  };
}

/** Throws `pixel-limit` or `dimension-limit` when the extent is above a limit. */
export function checkExtent({ width, height }: Extent, limits: Limits): void {
  const actual = pixelCount({ width, height });
  if (actual > limits.pixels) {
    throw new NoirError('pixel-limit', `${width}x${height} is over ${limits.pixels} pixels`, {
      limit: limits.pixels,
      actual,
    });
  }
  const longest = Math.max(width, height);
  if (longest > limits.side) {
    throw new NoirError('dimension-limit', `${width}x${height} is over ${limits.side} pixels along a side`, {
      limit: limits.side,
      actual: longest,
    });
  }
}

/** Like `checkExtent`. Also throws `memory-limit` when the samples take too many bytes. */
export function checkShape(shape: Shape, limits: Limits): void {
  checkExtent(shape, limits);
  const actual = byteCount(shape);
  if (actual > limits.imageBytes) {
    throw new NoirError('memory-limit', `${describeShape(shape)} takes over ${limits.imageBytes} bytes`, {
      limit: limits.imageBytes,
      actual,
    });
  }
}

/**
 * Throws `frame-limit`, `pixel-limit` or `memory-limit` when so many frames of this shape are too much to process
 * together.
 */
export function checkFrames(shape: Shape, count: number, limits: Limits): void {
  if (count === 1) return;
  const check = (code: ErrorCode, actual: number, limit: number, what: string) => {
    if (actual <= limit) return;
    const message = `${count} frames of ${describeShape(shape)} are over ${limit} ${what} together: \`pages\` takes fewer`;
    throw new NoirError(code, message, { limit, actual });
  };
  check('frame-limit', count, limits.frames, 'frames');
  check('pixel-limit', count * pixelCount(shape), limits.framePixels, 'pixels');
  check('memory-limit', count * byteCount(shape), limits.frameBytes, 'bytes');
}
