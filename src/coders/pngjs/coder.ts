/** PNG through pngjs, in plain JavaScript, for machines where sharp cannot be loaded. */
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { type Image, pixelCount } from '../../core/image.ts';
import { type Samples, viewSamples, WHITE } from '../../core/pixel.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { corrupt, truncated } from '../../formats/checks.ts';
import type { Header } from '../../formats/format.ts';
import { barePng, pngChunks } from '../../formats/png/chunks.ts';
import { inflatedBytes, PALETTE, type PngHeader, readPngHeader } from '../../formats/png/header.ts';
import { keepChannels } from '../channels.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { checkDecoded, scriptFault } from '../faults.ts';
import { inPieces, withPauses } from '../pauses.ts';
import { turnUpright } from '../upright.ts';

/** Several times slower than sharp, ignores colour profiles, and blocks the thread while pngjs works. */
export const pngjsCoder: Coder = {
  name: 'pngjs',
  reads: ['png'],
  writes: [],
  decode: async (bytes, header, context) => ({ frames: [await decodePng(bytes, header, context)] }),
};

async function decodePng(bytes: Uint8Array, header: Header, context: DecodeContext): Promise<Image> {
  const { limits, run = UNBOUND } = context;
  // pngjs aborts the process for extents that it cannot allocate, and inflates interlaced data without a bound. So
  // both are checked first.
  const png = readPngHeader(bytes, limits);
  const chunks = [...pngChunks(bytes, limits)];
  const parts = chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data);
  await checkPixelData(parts, png);
  run.signal.throwIfAborted();
  const rgba = await readRgba(barePng(chunks), png, header);
  const image = await keepChannels(rgba, header.channels, run);
  const key = chunks.find((chunk) => chunk.type === 'tRNS')?.data;
  if (key && png.colorType !== PALETTE) await restoreKey(image, key, png.depth, run);
  return checkDecoded(await turnUpright(image, header.orientation, run), header, limits);
}

async function readRgba(
  bytes: Buffer,
  { width, height, depth }: PngHeader,
  { type }: Header,
): Promise<Image> {
  // For 16 bits without rescaling, pngjs returns a Uint16Array, contrary to its types.
  const { buffer, byteOffset } = (await callPngjs(bytes, depth === 16)) as Samples;
  const data = viewSamples(type, buffer, byteOffset, width * height * 4);
  return { width, height, channels: 4, type, data, space: 'srgb' };
}

async function callPngjs(bytes: Buffer, skipRescale: boolean): Promise<Uint8Array> {
  // Loaded by the first picture: where sharp can be loaded, there is none.
  const { PNG } = await import('pngjs');
  try {
    return PNG.sync.read(bytes, { skipRescale }).data;
  } catch (error) {
    throw scriptFault(error);
  }
}

/** Inflates the data once and discards them, because pngjs fills missing data with zeros. */
async function checkPixelData(parts: readonly Uint8Array[], header: PngHeader): Promise<void> {
  const expected = inflatedBytes(header);
  const data = Buffer.concat(parts);
  const { length } = await promisify(inflate)(data, { maxOutputLength: expected }).catch((error) => {
    if (error.code === 'Z_BUF_ERROR') throw truncated('The pixel data of the picture ends early', error);
    throw scriptFault(error);
  });
  if (length < expected) throw truncated('The pixel data of the picture ends early');
}

/** pngjs turns pixels of the transparent colour black. Straight alpha keeps their colour. */
async function restoreKey(image: Image, key: Uint8Array, depth: number, run: Run): Promise<void> {
  const { channels, data, type } = image;
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const white = depth === 16 ? 65535 : 2 ** depth - 1;
  const colors = channels - 1;
  if (key.length < colors * 2) throw corrupt('The transparent colour of the picture is cut short');
  const values = Array.from(
    { length: colors },
    (_, channel) => ((view.getUint16(channel * 2) & white) * WHITE[type]) / white,
  );
  const restore = (start: number, end: number) => {
    for (let at = start * channels; at < end * channels; at += channels) {
      if (data[at + colors] === 0) data.set(values, at);
    }
  };
  await withPauses(inPieces(pixelCount(image), channels, restore), run);
}
