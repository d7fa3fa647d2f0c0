import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Image } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { type Samples, viewSamples, WHITE } from '../../core/pixel.ts';
import { corrupt, truncated } from '../../formats/checks.ts';
import type { Header } from '../../formats/format.ts';
import { barePng, pngChunks } from '../../formats/png/chunks.ts';
import { inflatedBytes, PALETTE, type PngHeader, readPngHeader } from '../../formats/png/header.ts';
import { keepChannels } from '../channels.ts';

/** Decodes a PNG with pngjs, unturned. Throws `corrupt-image` or `truncated-image`, or pngjs' error. */
export function decodePng(bytes: Uint8Array, { channels, type }: Header, limits: Limits): Image {
  // pngjs aborts the process on extents that it cannot allocate, and inflates interlaced data without
  // any bound: nothing may reach it before both are checked.
  const header = readPngHeader(bytes, limits);
  const chunks = [...pngChunks(bytes, limits)];
  checkPixelData(
    chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data),
    header,
  );
  const { width, height, depth, colorType } = header;
  const decoded = PNG.sync.read(barePng(chunks), { skipRescale: depth === 16 });
  // With 16 bits and no rescaling, pngjs gives a Uint16Array, whatever its types say.
  const { buffer: memory, byteOffset } = decoded.data as Samples;
  const rgba = viewSamples(type, memory, byteOffset, width * height * 4);
  const data = keepChannels(rgba, 4, type, channels);
  const key = chunks.find((chunk) => chunk.type === 'tRNS')?.data;
  const image: Image = { width, height, channels, type, data, space: 'srgb' };
  if (key && colorType !== PALETTE) restoreKey(image, key, depth);
  return image;
}

/** Inflates once into nowhere: pngjs takes short data for a picture of zeros. */
function checkPixelData(parts: readonly Uint8Array[], header: PngHeader): void {
  const expected = inflatedBytes(header);
  let actual: number;
  try {
    actual = inflateSync(Buffer.concat(parts), { maxOutputLength: expected }).length;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') throw truncated('The pixel data of the picture ends early', error);
    throw corrupt('The pixel data of the picture is damaged', error);
  }
  if (actual < expected) throw truncated('The pixel data of the picture ends early');
}

/** pngjs blackens what the transparent colour made transparent; straight alpha keeps the colour. */
function restoreKey({ channels, data, type }: Image, key: Uint8Array, depth: number): void {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const white = depth === 16 ? 65535 : 2 ** depth - 1;
  const colors = channels - 1;
  if (key.length < colors * 2) throw corrupt('The transparent colour of the picture is cut short');
  for (let channel = 0; channel < colors; channel++) {
    const value = ((view.getUint16(channel * 2) & white) * WHITE[type]) / white;
    for (let at = 0; at < data.length; at += channels) {
      if (data[at + colors] === 0) data[at + channel] = value;
    }
  }
}
