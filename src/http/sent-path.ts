/** The path of a request as its client sent it, for addresses in answers. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { connectionOf } from './body.ts';
import { rawPath } from './image/address.ts';

/** A framework may have cut off where Noir's handler is mounted, such as Express (`originalUrl`) or Hono's `mount`. */
export function sentPath(c: Context): string {
  const path = rawPath(c.req.url);
  const incoming: (IncomingMessage & { originalUrl?: string }) | undefined = connectionOf(c)?.incoming;
  const [sent = ''] = (incoming?.originalUrl ?? incoming?.url ?? '').split(/[?#]/);
  return sent.startsWith('/') && sent.endsWith(path) ? sent : path;
}
