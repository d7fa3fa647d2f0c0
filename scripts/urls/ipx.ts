/** Asks IPX 3.1 and 4 beta for pictures, without a socket. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';

interface Asked {
  readonly url: string;
  readonly accept?: string;
}

type Pictures = ReadonlyMap<string, Uint8Array>;
type Fetch = (request: Request) => Response | Promise<Response>;

const storageOf = (pictures: Pictures) => ({
  name: 'pictures',
  getMeta: (id: string) => (pictures.has(id.slice(1)) ? {} : undefined),
  getData: (id: string) => pictures.get(id.slice(1)),
});

const load = (folder: string, name: string, entry: string) =>
  import(pathToFileURL(join(folder, 'node_modules', name, entry)).href);

/** `jpeg 300x200`, with the number of frames if there are several, or the status of an error. */
export async function askIpx3(folder: string, asked: Asked, pictures: Pictures): Promise<string> {
  const { createIPX, createIPXWebServer } = await load(folder, 'ipx', 'dist/index.mjs');
  return ask(createIPXWebServer(createIPX({ storage: storageOf(pictures) })), asked);
}

/** As `askIpx3`. */
export async function askIpx4(folder: string, asked: Asked, pictures: Pictures): Promise<string> {
  const { createIPX, createIPXFetchHandler } = await load(folder, 'ipx4', 'dist/index.mjs');
  return ask(createIPXFetchHandler(createIPX({ storage: storageOf(pictures) })), asked);
}

async function ask(fetch: Fetch, { url, accept }: Asked): Promise<string> {
  const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept };
  const response = await fetch(new Request(`http://localhost/${url}`, { headers }));
  const bytes = await response.arrayBuffer();
  if (response.status !== 200) return String(response.status);
  const { format, width, height, pageHeight, pages } = await sharp(bytes).metadata();
  const frames = pages && pages > 1 ? ` ${pages} frames` : '';
  return `${format === 'heif' ? 'avif' : format} ${width}x${pageHeight ?? height}${frames}`;
}
