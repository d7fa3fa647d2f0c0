/** Routes of the playground: its page on `/`, the files of the page, and facts about a picture. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { NoirError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { DEFAULT_READING } from '../formats/input.ts';
import { readMetadata } from '../library/metadata.ts';
import { readAsset } from './assets.ts';

/** The page runs its own scripts and styles, and shows pictures that it made. Nothing else loads, and nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  // Asked for anew each time, and answered by 304.
  'Cache-Control': 'no-cache',
};

/** The playground of a server whose pictures keep to `limits`. */
export function playgroundRoutes(limits: Limits): Hono {
  const routes = new Hono();
  routes.use('/', etag());
  routes.use('/assets/*', etag());
  routes.get('/', (c) => send(c, 'page/index.html'));
  routes.get('/assets/:path{.+}', (c) => send(c, c.req.param('path')));

  routes.post('/playground/info', async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length === 0) throw new NoirError('empty-body', 'The body is empty; send a picture');
    const facts = await readMetadata({ kind: 'bytes', bytes }, limits, DEFAULT_READING);
    return c.json(facts, 200, { 'Cache-Control': 'no-store' });
  });

  return routes;
}

async function send(c: Context, path: string): Promise<Response> {
  const asset = await readAsset(path);
  if (!asset) throw new NoirError('not-found', 'Nothing is here');
  return c.body(asset.bytes as Uint8Array<ArrayBuffer>, 200, { ...HEADERS, 'Content-Type': asset.type });
}
