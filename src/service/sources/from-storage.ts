/** An `unstorage` storage as a source of pictures, with whatever driver it has. */
import { isNoirError, NoirError } from '../../core/errors.ts';
import type { PictureSource, SourceFile } from '../source.ts';

/** Keys that a storage would take for others: those with `?`, `:` or `\\`, an empty part, one of dots, or one that ends in `$`. */
const REWRITTEN = /[?:\\\0]|(^|\/)(\.*|[^/]*\$)(\/|$)/;

/** The part of `unstorage`'s `Storage` that is used. */
export interface PictureStorage {
  /** The bytes of a key; null when there is none. */
  getItemRaw(key: string): Promise<unknown>;
  /** Size, time and ETag of a key, where the driver knows them. */
  getMeta(key: string): unknown;
}

/**
 * Pictures of a storage. Its keys are `unstorage`'s: `:` and `/` are the same there, and names with `?`, `:`, or an empty
 * part cannot be told from others, so they are not found. A driver that tells a file's time or ETag gives it a validator.
 *
 * @example
 * const storage = createStorage({ driver: fsDriver({ base: './photos' }) });
 * createApp(noir, { sources: { photos: fromStorage(storage) } });
 */
export function fromStorage(storage: PictureStorage): PictureSource {
  return {
    description: 'a storage',
    async get(key, { limit, known, count }) {
      if (REWRITTEN.test(key)) throw missing();
      const name = key.replaceAll('/', ':');
      const { size, ...facts } = readMeta(await factsOf(storage, name));
      if (facts.validator !== undefined && facts.validator === known) return { kind: 'unchanged', ...facts };
      if (size !== undefined && size > limit) throw tooLarge(limit);
      count?.(size ?? 0);
      const value = await storage.getItemRaw(name).catch((error: unknown) => {
        throw failed(error);
      });
      const bytes = await bytesOf(value, limit);
      if (size === undefined) count?.(bytes.length);
      return { kind: 'file', bytes, ...facts } satisfies SourceFile;
    },
  };
}

/** What a driver tells of a file. Undefined when it fails at that: the file itself may still be had. */
async function factsOf(storage: PictureStorage, name: string): Promise<unknown> {
  try {
    return await storage.getMeta(name);
  } catch (error) {
    if (isAbsent(error)) throw missing();
    return undefined;
  }
}

/** Whether a driver failed because there is no such file: some pass on the 404 of a server. */
function isAbsent(error: unknown): boolean {
  return (Object(error) as { status?: unknown }).status === 404;
}

/** The driver's own errors are faults of the source, not of Noir. */
function failed(error: unknown): NoirError {
  return isAbsent(error) ? missing() : new NoirError('bad-source', 'The storage fails', { cause: error });
}

/** The facts that a driver tells of a file. */
function readMeta(meta: unknown) {
  const { mtime, size, etag } = (meta ?? {}) as { mtime?: unknown; size?: unknown; etag?: unknown };
  const modified = mtime instanceof Date || typeof mtime === 'string' ? new Date(mtime) : undefined;
  const isDated = modified !== undefined && !Number.isNaN(modified.getTime());
  const bytes = typeof size === 'number' ? size : undefined;
  const validator =
    typeof etag === 'string' ? etag : isDated ? `${modified.getTime()}-${bytes ?? 'unknown'}` : undefined;
  return {
    ...(bytes !== undefined && { size: bytes }),
    ...(validator !== undefined && { validator }),
    ...(isDated && { modified }),
  };
}

/** The bytes of a value. Reads no more of a stream than the limit. Throws `source-limit`. */
async function bytesOf(value: unknown, limit: number): Promise<Uint8Array> {
  if (value === null || value === undefined) throw missing();
  if (value instanceof ReadableStream) return readStream(value, limit);
  const length = value instanceof Blob ? value.size : (value as Partial<ArrayBuffer>).byteLength;
  if (length !== undefined && length > limit) throw tooLarge(limit);
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
  throw new NoirError('bad-source', 'The storage gives text in place of bytes');
}

async function readStream(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // The loop cancels a stream that it leaves early.
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw isNoirError(error)
      ? error
      : new NoirError('source-truncated', 'The storage broke off', { cause: error });
  }
  return Buffer.concat(chunks);
}

function missing(): NoirError {
  return new NoirError('not-found', 'There is no such picture');
}

function tooLarge(limit: number): NoirError {
  return new NoirError('source-limit', `The file of the source has over ${limit} bytes`, { limit });
}
