/** The forms in which the library returns a result. */
import { Readable } from 'node:stream';
import type { Extent } from '../core/image.ts';
import type { Channels } from '../core/pixel.ts';
import type { Encoded } from '../engine/encoded.ts';
import type { Done } from '../engine/job.ts';
import { FORMATS } from '../formats/registry.ts';

/** A finished file, a report as JSON, or bare samples, with the way they were made. */
export interface Result extends Omit<Encoded, 'format' | 'data'>, Extent {
  /** Bytes in memory that no other thread can reach, as `new Response(data)` asks. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Format of the file; `json` for a report, `raw` for samples. */
  readonly format: Encoded['format'] | 'raw';
  /** Channels of the picture. */
  readonly channels: Channels;
  /** Bytes of `data`. */
  readonly size: number;
}

/** The bytes of a result beside the rest of it, as sharp's `resolveWithObject` gives them. */
export interface Described {
  /** The bytes of the file. */
  readonly data: Buffer<ArrayBuffer>;
  /** Format, extent, size, and how the file was made. */
  readonly info: Omit<Result, 'data'>;
}

/** What a result is made of. */
type Made = Omit<Result, keyof Extent | 'channels' | 'size' | 'data'> & Pick<Encoded, 'data'>;

/** The result with the names that sharp has for its extent and its size. */
export function resultOf(made: Made): Result {
  const { width, height, channels } = made.shape;
  // Coders make new arrays, and `withoutSharing` copies the samples of callers.
  const data = made.data as Uint8Array<ArrayBuffer>;
  return { ...made, data, width, height, channels, size: data.byteLength };
}

export function describedOf(result: Result): Described {
  const { data: _, ...info } = result;
  return { data: asBuffer(result), info };
}

/** The samples of a picture as bytes. */
export function samplesOf({ outputs: [output], kind: _, ...course }: Done): Result {
  const { buffer, byteOffset, byteLength } = output.data;
  return resultOf({
    ...course,
    shape: output.shape,
    format: 'raw',
    data: new Uint8Array(buffer, byteOffset, byteLength),
  });
}

/** The bytes of a result, not copied. */
export function asBuffer({ data }: Result): Buffer<ArrayBuffer> {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** The media type of a result. */
export function mediaType(format: Result['format']): string {
  if (format === 'raw') return 'application/octet-stream';
  return format === 'json' ? 'application/json' : FORMATS[format].mime;
}

/**
 * A stream of the bytes that `make` returns. The first read calls `make`. The signal of `make` aborts with `signal`,
 * and when the stream is destroyed.
 */
export function streamOf(make: (signal: AbortSignal) => Promise<Buffer>, signal?: AbortSignal): Readable {
  const left = new AbortController();
  let begun = false;
  return new Readable({
    read() {
      if (begun) return;
      begun = true;
      make(signal ? AbortSignal.any([signal, left.signal]) : left.signal).then(
        (bytes) => {
          this.push(bytes);
          this.push(null);
        },
        (error) => void this.destroy(error),
      );
    },
    destroy(error, done) {
      left.abort();
      done(error);
    },
  });
}
