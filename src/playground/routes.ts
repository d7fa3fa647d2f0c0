/** Routes of the playground: its page on `/`, the files of the page, and facts about a picture. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import * as z from 'zod';
import { NoirError } from '../core/errors.ts';
import { SHIPPED_COSTS } from '../engine/costs/shipped.ts';
import { DEFAULT_READING } from '../formats/input.ts';
import { FORMATS, formatNames } from '../formats/registry.ts';
import { readMetadata } from '../library/metadata.ts';
import type { Noir } from '../noir.ts';
import type { OpSet } from '../ops/op-set.ts';
import { describeOp } from '../recipe/catalog.ts';
import { readAsset } from './assets.ts';
import { fitPreview, type Place } from './preview.ts';

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

/** Thumbnails and samples change with the version alone, and there are many. */
const KEPT = { 'Cache-Control': 'max-age=3600' };

const side = z.int().min(1);
const extent = z.strictObject({ width: side, height: side });

/** What the page asks for a preview; the recipe is checked as any other. */
const asked = z.strictObject({
  recipe: z.looseObject({ steps: z.array(z.looseObject({ op: z.string() })) }),
  picture: extent,
  preview: extent,
  format: z.enum(formatNames),
  type: z.enum(['u8', 'u16', 'f32']),
  channels: z.int().min(1).max(5),
});

/** What the page may offer on this server. */
export interface PageOffer {
  /** Whether `GET /image/{ops}/samples/{file}` is answered for every recipe, so that the page can write such addresses. */
  readonly hasAddresses: boolean;
}

/** The playground of a server that does its work with this Noir. */
export function playgroundRoutes(
  { recipes, runner }: Pick<Noir, 'recipes' | 'runner'>,
  offer: PageOffer,
): Hono {
  const { limits } = recipes;
  const place = { recipes, costs: SHIPPED_COSTS, fieldsOf: fieldsIn(recipes.ops) };
  const routes = new Hono();
  routes.use('/', etag());
  routes.use('/assets/*', etag());
  routes.get('/', (c) => send(c, 'page/index.html'));
  routes.get('/assets/:path{.+}', (c) => send(c, c.req.param('path')));

  routes.get('/playground/offer', (c) => {
    const types = Object.fromEntries(formatNames.map((name) => [name, FORMATS[name].types]));
    return c.json({ ...offer, types }, 200, { 'Cache-Control': 'no-store' });
  });

  routes.post('/playground/info', async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length === 0) throw new NoirError('empty-body', 'The body is empty; send a picture');
    const facts = await readMetadata({ kind: 'bytes', bytes }, limits, DEFAULT_READING);
    return c.json(facts, 200, { 'Cache-Control': 'no-store' });
  });

  routes.post('/playground/preview', async (c) => {
    const { success, data } = asked.safeParse(await c.req.json().catch(() => undefined));
    if (!success)
      throw new NoirError('invalid-request', 'The body does not say of which picture a preview is wanted');
    const hasGpu = runner.status().backends.some(({ name }) => name === 'gpu');
    return c.json(fitPreview(data, { ...place, hasGpu }), 200, { 'Cache-Control': 'no-store' });
  });

  return routes;
}

/** The fields of ops by the op's name, described when somebody asks for them. */
function fieldsIn(ops: OpSet): Place['fieldsOf'] {
  const known = new Map<string, ReturnType<Place['fieldsOf']>>();
  return (name) => {
    const op = ops.find(name);
    if (!op) return {};
    const fields =
      known.get(op.name) ?? (describeOp(op).schema.properties as ReturnType<Place['fieldsOf']>) ?? {};
    known.set(op.name, fields);
    return fields;
  };
}

async function send(c: Context, path: string): Promise<Response> {
  const asset = await readAsset(path);
  if (!asset) throw new NoirError('not-found', 'Nothing is here');
  const headers = { ...HEADERS, 'Content-Type': asset.type, ...(!path.startsWith('page/') && KEPT) };
  return c.body(asset.bytes as Uint8Array<ArrayBuffer>, 200, headers);
}
