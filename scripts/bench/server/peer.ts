// The server that Noir is measured beside: what one writes by hand with Hono and sharp, in a process of its own.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import sharp from 'sharp';
import { RECIPES } from './recipes.ts';

if (process.env.PEER_THREADS) sharp.concurrency(Number(process.env.PEER_THREADS));

const app = new Hono();
for (const recipe of RECIPES) {
  app.post(`/${recipe.name}`, async (c) => {
    const picture = sharp(Buffer.from(await c.req.arrayBuffer())).autoOrient();
    return new Response((await recipe.sharp(picture).toBuffer()) as Uint8Array<ArrayBuffer>);
  });
}
// Connections are kept between the rounds, as Noir's are.
const serverOptions = { keepAliveTimeout: 95_000 };
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0, serverOptions }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}`);
});
