// A server that Noir is measured beside, for pictures of a folder by address, in a process of its own:
// `url-peer.ts NAME FOLDER PACKAGES`, where PACKAGES is the folder that the other servers are installed in.
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import sharp from 'sharp';
import { QUALITY, type UrlFormat, WIDTH } from './urls-words.ts';

const [name = '', folder = '', packages = ''] = process.argv.slice(2);
const installed = createRequire(join(packages, 'package.json'));
const load = async (module: string) => import(pathToFileURL(installed.resolve(module)).href);

const readPicture = (file: string) => readFile(join(folder, file));

/** What one writes by hand: nothing is kept, checked or limited. */
async function honoAndSharp(): Promise<RequestListener> {
  const app = new Hono();
  app.get('/:format/:file', async (c) => {
    const format = c.req.param('format') as UrlFormat;
    const picture = sharp(await readPicture(c.req.param('file'))).autoOrient();
    const made = await picture.resize(WIDTH).toFormat(format, { quality: QUALITY[format] }).toBuffer();
    return new Response(made as Uint8Array<ArrayBuffer>, { headers: { 'Content-Type': `image/${format}` } });
  });
  return getRequestListener(app.fetch) as RequestListener;
}

async function ipx3(): Promise<RequestListener> {
  const { createIPX, createIPXNodeServer, ipxFSStorage } = await load('ipx3');
  return createIPXNodeServer(createIPX({ storage: ipxFSStorage({ dir: folder }) }));
}

async function ipx4(): Promise<RequestListener> {
  const { createIPX, createIPXNodeHandler, ipxFSStorage } = await load('ipx4');
  return createIPXNodeHandler(createIPX({ storage: ipxFSStorage({ dir: folder }) }));
}

/** The function of next/image that makes pictures, without the server and the folder of results around it. */
async function nextImage(): Promise<RequestListener> {
  const { optimizeImage } = await load('next/dist/server/image-optimizer/transform.js');
  const app = new Hono();
  app.get('/:format/:file', async (c) => {
    const format = c.req.param('format') as UrlFormat;
    const made = await optimizeImage({
      buffer: await readPicture(c.req.param('file')),
      contentType: `image/${format}`,
      // It makes a quality of AVIF from that of WebP itself: 50 from 80.
      quality: QUALITY.webp,
      width: WIDTH,
    });
    return new Response(made, { headers: { 'Content-Type': `image/${format}` } });
  });
  return getRequestListener(app.fetch) as RequestListener;
}

const PEERS: Readonly<Record<string, () => Promise<RequestListener>>> = {
  'hono + sharp': honoAndSharp,
  'ipx 3.1.1': ipx3,
  'ipx 4 beta': ipx4,
  'next/image': nextImage,
};

const open = PEERS[name];
if (!open) throw new Error(`there is no peer ${name}`);
const server = createServer(await open());
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  console.log(`listening on http://127.0.0.1:${port}`);
});
