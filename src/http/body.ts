/** Reads the body of a request. */
import { IncomingMessage } from 'node:http';
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
async function gather(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}
