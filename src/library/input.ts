/** The forms in which the library takes a picture or another file, and how each is read. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { invalidParameters, NoirError } from '../core/errors.ts';
import { fileError } from '../engine/file-error.ts';
import { type Source, sourceOf } from '../engine/job.ts';
import { isRecord } from '../recipe/faults.ts';
import { imageOf, type Pixels } from './pixels.ts';
import { withoutSharing } from './shared-memory.ts';
import { readStream } from './streams.ts';

/** An object with a method that returns its bytes: a `Blob`, a `File`, a `Response`, a `Request`. */
interface Body {
  arrayBuffer(): Promise<ArrayBuffer>;
  readonly ok?: boolean;
  readonly status?: number;
  readonly bodyUsed?: boolean;
}

/**
 * A picture to work on, or a further file: the path of a file, or a `file:` URL; its bytes; a `Blob`, a `File`, or the
 * `Response` of a `fetch`, or a `Request`; a stream of bytes, of Node or of the web; or pixels in memory.
 */
export type Input =
  | string
  | URL
  | Uint8Array
  | Uint8ClampedArray
  | ArrayBuffer
  | SharedArrayBuffer
  | Blob
  | Response
  | Request
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Pixels;

/** An input before it is read. */
export interface OpenInput {
  /** Path on disk. Undefined for other inputs. */
  readonly path: string | undefined;
  /**
   * Reads the input: a path again each time, a stream or a response once. Throws `NoirError` for a value of another
   * type.
   */
  read(): Promise<Source>;
}

/** Opens an input of any type. Reads nothing and throws nothing: `read` reports the errors. */
export function openInput(input: unknown): OpenInput {
  if (typeof input === 'string') return openPath(input);
  if (input instanceof URL) return openUrl(input);
  return { path: undefined, read: readerOf(input) };
}

/** Whether a value in code is a file itself, rather than a name or options. */
export function isFile(value: unknown): boolean {
  return (
    value instanceof URL ||
    ArrayBuffer.isView(value) ||
    isMemory(value) ||
    hasBody(value) ||
    isStream(value) ||
    isImage(value)
  );
}

function readerOf(input: unknown): () => Promise<Source> {
  if (isImage(input)) return async () => sourceOf(withoutSharing(imageOf(input)));
  if (hasBody(input)) return once(() => readBody(input));
  if (isStream(input)) {
    keepError(input);
    return once(() => readStream(input));
  }
  const bytes = bytesIn(input);
  if (bytes) return async () => sourceOf(bytes);
  return async () => {
    const reason = `expected a path, bytes, a Blob, a Response, a stream or an image, received ${describe(input)}`;
    throw invalidParameters([{ pointer: '', reason }]);
  };
}

function openPath(path: string): OpenInput {
  return {
    path,
    read: () =>
      readFile(path).then(sourceOf, (error) => {
        throw fileError(path, error);
      }),
  };
}

function openUrl(url: URL): OpenInput {
  if (url.protocol === 'file:') return openPath(fileURLToPath(url));
  const reason = `expected a file: URL, received ${url.protocol}; give the response instead: noir(await fetch(url))`;
  return { path: undefined, read: () => Promise.reject(invalidParameters([{ pointer: '', reason }])) };
}

/** Keeps the bytes of an input that can be read only once, so that several pipelines may use it. */
function once(read: () => Promise<Uint8Array>): () => Promise<Source> {
  let reading: Promise<Source> | undefined;
  return () => {
    reading ??= read().then(sourceOf);
    return reading;
  };
}

const kept = new WeakSet<object>();

/**
 * Keeps a stream of Node that fails before it is read from ending the process, as it does without a listener: the
 * pipeline may wait for its turn. Whoever reads the stream gets the error.
 */
function keepError(stream: object): void {
  if (kept.has(stream) || !('on' in stream) || typeof stream.on !== 'function') return;
  kept.add(stream);
  stream.on('error', () => {});
}

async function readBody(body: Body): Promise<Uint8Array> {
  if (body.ok === false) {
    throw new NoirError('not-found', `The response is no picture: its status is ${body.status}`);
  }
  if (body.bodyUsed) {
    throw invalidParameters([{ pointer: '', reason: 'the body of the response has been read already' }]);
  }
  return new Uint8Array(await body.arrayBuffer());
}

/** Classes of another realm, such as those of Jest with jsdom, count as well, so `instanceof` does not do. */
function bytesIn(value: unknown): Uint8Array | undefined {
  if (isMemory(value)) return withoutSharing(new Uint8Array(value));
  if (value instanceof Uint8Array) return withoutSharing(value);
  // Clamped bytes only round otherwise.
  if (!types.isUint8Array(value) && !types.isUint8ClampedArray(value)) return undefined;
  return withoutSharing(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}

function isMemory(value: unknown): value is ArrayBuffer | SharedArrayBuffer {
  return types.isAnyArrayBuffer(value);
}

function isImage(value: unknown): value is Pixels {
  return isRecord(value) && 'data' in value && 'width' in value;
}

function hasBody(value: unknown): value is Body {
  return isRecord(value) && typeof value.arrayBuffer === 'function';
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return isRecord(value) && Symbol.asyncIterator in value;
}

/** A value of the wrong type, in words: `a number`, `nothing`, `a Uint16Array`. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value instanceof Promise) return 'a promise; await it first';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if ('toBuffer' in value) return 'a pipeline; await its toBuffer() first';
  const name = value.constructor?.name;
  if (name && name !== 'Object') return `a value of type ${name}`;
  return 'an object without pixels; pixels in memory are { width, height, data }';
}
