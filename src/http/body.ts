/** Reads the body of a request. */
import { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { NoirError } from '../core/errors.ts';
import type { Body, Runner, Source } from '../engine/job.ts';
import { takeTurns } from './turns.ts';

/** A request whose chunked body has been read; `@hono/node-server` takes the body from here too. */
type Gathered = IncomingMessage & { rawBody?: Buffer };

/** A body that has arrived. */
export interface Arrived {
  readonly source: Exclude<Source, { kind: 'samples' }>;
  /** Frees its place, at the latest when the request is over. `isRead` says that no job reads it any more. */
  close(isRead: boolean): void;
}

/** A picture that is in memory. */
export function inMemory(bytes: Uint8Array): Arrived {
  return { source: { kind: 'bytes', bytes }, close() {} };
}

/** Node's own request and response. Undefined for a request that did not come over Node's HTTP/1 server. */
export function connectionOf(c: Context): Pick<HttpBindings, 'incoming' | 'outgoing'> | undefined {
  const { incoming, outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming instanceof IncomingMessage && outgoing ? { incoming, outgoing } : undefined;
}

/** All bytes of the body. Throws `invalid-request` when its sender went away. */
export async function readBody(c: Context): Promise<Uint8Array> {
  const incoming = connectionOf(c)?.incoming as Gathered | undefined;
  if (incoming?.rawBody) return incoming.rawBody;
  try {
    if (!incoming || isTaken(incoming)) return new Uint8Array(await c.req.arrayBuffer());
    const length = lengthOf(incoming);
    return (await gather(incoming, () => new Bytes(length))).source().bytes;
  } catch (error) {
    throw bodyEndedEarly(error);
  }
}

/**
 * Reads the body as the input of a job, into a place of the Runner's where it has one. Throws `invalid-request` when its sender
 * went away.
 */
export async function readInput(c: Context, runner: Pick<Runner, 'openBody'>): Promise<Arrived> {
  const { incoming, outgoing } = connectionOf(c) ?? {};
  const length = incoming ? lengthOf(incoming) : 0;
  if (!incoming || !outgoing || isTaken(incoming) || length < LARGE) {
    return inMemory(await readBody(c));
  }
  let place: Body | undefined;
  outgoing.once('close', () => place?.close(false));
  try {
    const body = await gather(incoming, () => {
      place = runner.openBody?.();
      return place ?? new Bytes(length);
    });
    return { source: body.source(), close: (isRead) => place?.close(isRead) };
  } catch (error) {
    throw bodyEndedEarly(error);
  }
}

/**
 * Whether others read Node's stream, so that only the web's request has the bytes: other middleware, or `@hono/node-server` up to
 * 1.18, in which the first look at a header opens the web's stream.
 */
export function isTaken(incoming: IncomingMessage): boolean {
  return incoming.readableDidRead || incoming.listenerCount('data') > 0;
}

/** Bytes of a body from which on a place of the Runner's is worth its trouble. */
const LARGE = 2 ** 16;

/** The error for a body that its sender broke off or sent wrongly. Hardly any client is left to read it. */
export function bodyEndedEarly(cause: unknown): NoirError {
  return new NoirError('invalid-request', 'The body ended early', { cause });
}

/** Reads a body of unknown length. `count` gets the bytes of each chunk and of all so far, and throws to refuse them. */
export async function gatherChunks(
  incoming: IncomingMessage,
  count: (bytes: number, total: number) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  let total = 0;
  await read(incoming, (chunk) => {
    total += chunk.length;
    count(chunk.length, total);
    chunks.push(chunk);
  });
  (incoming as Gathered).rawBody = Buffer.concat(chunks);
}

function lengthOf({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? 0);
}

/**
 * Reads Node's stream directly into what `open` returns at the first chunk. `arrayBuffer` copies a body twice, and V8 collects
 * garbage more often when more memory lies outside its heap.
 */
async function gather<Place extends Body>(incoming: IncomingMessage, open: () => Place): Promise<Place> {
  let place: Place | undefined;
  await read(incoming, (chunk) => {
    place ??= open();
    place.write(chunk);
  });
  return place ?? open();
}

/**
 * Bytes of memory that a body gets at first, and that double when they are full. Each 64 MiB of new memory cost a full garbage
 * collection: they should not all happen when many large bodies begin.
 */
const AT_FIRST = 8 * 2 ** 20;

/**
 * A body in memory. Node sends no bytes beyond the declared length. Chunks that are copied at once do not pile up beside the
 * whole.
 */
class Bytes implements Body {
  readonly #length: number;
  #whole: Uint8Array | undefined;
  #filled = 0;

  constructor(length: number) {
    this.#length = length;
  }

  write(chunk: Uint8Array): void {
    const end = this.#filled + chunk.length;
    this.#whole ??= end === this.#length ? chunk : this.#room(AT_FIRST);
    if (end > this.#whole.length) {
      const grown = this.#room(Math.max(end, 2 * this.#whole.length));
      grown.set(this.#whole.subarray(0, this.#filled));
      this.#whole = grown;
    }
    if (this.#whole !== chunk) this.#whole.set(chunk, this.#filled);
    this.#filled = end;
  }

  #room(bytes: number): Uint8Array {
    return Buffer.allocUnsafeSlow(Math.min(bytes, this.#length));
  }

  source(): { kind: 'bytes'; bytes: Uint8Array } {
    return { kind: 'bytes', bytes: this.#whole ?? new Uint8Array() };
  }

  close(): void {}
}

/** Passes each chunk to `take`, and rejects with what it throws, or when the sender goes away before the end. */
function read(incoming: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        take(chunk);
        takeTurns(incoming, chunk.length);
      } catch (error) {
        incoming.off('data', onData).pause();
        reject(error);
      }
    };
    incoming.on('data', onData);
    finished(incoming, { writable: false }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
