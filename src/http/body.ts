/** Reads the body of a request. */
import { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { bodyEndedEarly } from './body-limit.ts';

/** All bytes of the body. Throws `invalid-request` when its sender went away. */
export async function readBody(c: Context): Promise<Uint8Array> {
  const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming;
  // What the size limit has counted, chunk by chunk, is the request's own by now.
  const isOurs = incoming instanceof IncomingMessage && !incoming.readableDidRead;
  try {
    return isOurs ? await gather(incoming) : new Uint8Array(await c.req.arrayBuffer());
  } catch (error) {
    throw bodyEndedEarly(error);
  }
}

/**
 * Straight from Node. `arrayBuffer` copies a body twice, and V8 collects garbage the more often the more memory lies
 * outside of its heap.
 */
function gather(incoming: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A sender who goes away ends the body without its end.
    finished(incoming, { writable: false }, (error) => {
      if (error) reject(error);
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
  });
}
