/** Reads the body of a request. */
import { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { NoirError } from '../core/errors.ts';

/** A request whose chunked body has been read; `@hono/node-server` takes the body from here too. */
type Gathered = IncomingMessage & { rawBody?: Buffer };

/** Node's own request and response. Undefined for a request that did not come over Node's HTTP/1 server. */
export function connectionOf(c: Context): Pick<HttpBindings, 'incoming' | 'outgoing'> | undefined {
  const { incoming, outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming instanceof IncomingMessage && outgoing ? { incoming, outgoing } : undefined;
}

/** All bytes of the body. Throws `invalid-request` when its sender went away. */
export async function readBody(c: Context): Promise<Uint8Array> {
  const incoming = connectionOf(c)?.incoming as Gathered | undefined;
  if (incoming?.rawBody) return incoming.rawBody;
  // Other middleware may have read Node's stream; then only the request still has the bytes.
  const isOurs = incoming && !incoming.readableDidRead;
  try {
    return isOurs ? await gather(incoming) : new Uint8Array(await c.req.arrayBuffer());
  } catch (error) {
    throw bodyEndedEarly(error);
  }
}

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

/**
 * Reads Node's stream directly. `arrayBuffer` copies a body twice, and V8 collects garbage more often when more memory
 * lies outside its heap.
 */
async function gather(incoming: IncomingMessage): Promise<Uint8Array> {
  // Node sends no bytes beyond the declared length. Chunks that are copied at once do not pile up beside the whole.
  const length = Number(incoming.headers['content-length'] ?? 0);
  let whole: Buffer | undefined;
  let filled = 0;
  await read(incoming, (chunk) => {
    whole ??= chunk.length === length ? chunk : Buffer.allocUnsafeSlow(length);
    if (whole !== chunk) whole.set(chunk, filled);
    filled += chunk.length;
  });
  return whole ?? new Uint8Array(0);
}

/** Passes each chunk to `take`, and rejects with what it throws, or when the sender goes away before the end. */
function read(incoming: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        take(chunk);
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
