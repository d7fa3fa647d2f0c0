// Files that sources send share one budget of memory with the bodies of requests.
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createApp, fromApp, serve } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import { open } from '../sockets.ts';
import { jpeg } from '../support.ts';

test('a file that does not fit beside the bodies is refused, and taken when there is room', async () => {
  const noir = await createNoir({ gpu: 'off', limits: { trafficBytes: 3_000_000 } });
  const large = Buffer.concat([jpeg, Buffer.alloc(2_000_000)]);
  const site = new Hono();
  site.get('/large/:n', (c) => c.body(large));
  site.get('/small.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
  const server = await serve(createApp(noir, { sources: { '': fromApp(site) } }), { port: 0 });
  const statusOf = async (path: string) => (await fetch(`${server.url}/image/w_9,f_png/${path}`)).status;
  const other = open(server.port);
  other.write(`POST /gray HTTP/1.1\r\nHost: noir\r\nContent-Length: ${large.length}\r\n\r\n`);
  await expect
    .poll(() => fetch(`${server.url}/gray`, { method: 'POST', body: large }))
    .toMatchObject({ status: 503 });
  expect(await statusOf('large/0')).toBe(503);
  expect(await statusOf('small.jpg')).toBe(200);
  other.destroy();
  await expect.poll(() => statusOf('large/0')).toBe(200);
  // What was held is given back with every answer.
  for (let n = 0; n < 3; n++) expect(await statusOf(`large/${n + 1}`)).toBe(200);
  await server.close();
  await noir.close();
});
