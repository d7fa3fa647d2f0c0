/** Reads the body of a request. */
import { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { bodyEndedEarly } from './body-limit.ts';

/** All bytes of the body. Throws `invalid-request` when its sender went away. */
export async function readBody(c: Context): Promise<Uint8Array> {
  const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming;
  // If the size limit counted the chunks, it has read Node's stream, and only the request still has the bytes.
  const isOurs = incoming instanceof IncomingMessage && !incoming.readableDidRead;
  try {
    return isOurs ? await gather(incoming) : new Uint8Array(await c.req.arrayBuffer());
  } catch (error) {
    throw bodyEndedEarly(error);
  }
}

/**
 * Reads Node's stream directly. `arrayBuffer` copies a body twice, and V8 collects garbage more often when more memory
 * lies outside its heap.
 */
function gather(incoming: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A sender who goes away ends the body before its end.
    finished(incoming, { writable: false }, (error) => {
      if (error) reject(error);
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
  });
}
