/** Reads the blocks of metadata of a PNG, and puts such blocks into one. */
import { deflateSync, inflateSync } from 'node:zlib';
import type { Limits } from '../../core/limits.ts';
import { exifDensity, perMetre, physDensity, squareDensity } from '../density.ts';
import type { MetadataBlocks, PngText } from '../metadata.ts';
import { hasText } from '../reader.ts';
import { type Chunk, crc32, PNG_SIGNATURE, pngChunks } from './chunks.ts';
import { inflateIccp } from './profile.ts';

/** XMP specification, part 3, section 1.1.5. */
const XMP = 'XML:com.adobe.xmp\0';

/** Bytes of XMP after it is inflated, at most. */
const MOST_XMP = 2 ** 20;

/** Chunks of text (PNG 3rd edition, section 11.3.3), and most bytes of all that are kept. */
const TEXTS = ['tEXt', 'zTXt', 'iTXt'] as const;
const MOST_TEXT = 2 ** 20;

/** Chunks that hold XMP. */
const XMP_TYPES = ['iTXt', 'zTXt'];

/** XMP, and EXIF that ImageMagick writes as a text: it says how the photo lay before it was turned. */
const NOT_KEPT = [XMP, 'Raw profile type exif\0', 'Raw profile type APP1\0'];

/** Bytes of signature and IHDR. */
const HEAD = PNG_SIGNATURE.length + 25;

/** The blocks of a file. Throws as `readHeader` does. */
export function readPngBlocks(bytes: Uint8Array, limits: Limits): MetadataBlocks {
  const chunks = [...pngChunks(bytes, limits, true)];
  // Of several chunks of a type the first counts. To inflate them all could take long.
  const find = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data;
  const iccp = find('iCCP');
  const profile = iccp && inflateIccp(iccp);
  const xmp = chunks.find(({ type, data }) => XMP_TYPES.includes(type) && hasText(data, 0, XMP));
  const [exif, physical] = [find('eXIf'), find('pHYs')];
  const density = (physical && physDensity(physical)) ?? (exif && exifDensity(exif, limits));
  return {
    icc: profile instanceof Uint8Array ? profile : undefined,
    exif,
    xmp: xmp && xmpIn(xmp.type, xmp.data.subarray(XMP.length)),
    density: squareDensity(density),
    texts: textsOf(chunks),
  };
}

/** Texts as they are stored, without XMP. Those beyond `MOST_TEXT` bytes are left out. */
function textsOf(chunks: readonly Chunk[]): readonly PngText[] | undefined {
  const texts: PngText[] = [];
  let total = 0;
  for (const { type: name, data } of chunks) {
    const type = TEXTS.find((one) => one === name);
    if (!type || NOT_KEPT.some((prefix) => hasText(data, 0, prefix))) continue;
    total += data.length;
    if (total > MOST_TEXT) break;
    texts.push({ type, data });
  }
  return texts.length > 0 ? texts : undefined;
}

/**
 * The text behind the keyword of a chunk: `iTXt` (PNG 3rd edition, section 11.3.3.4), or `zTXt`, which libvips writes.
 * Undefined for one that cannot be read.
 */
function xmpIn(type: string, data: Uint8Array): Uint8Array | undefined {
  const [first, second] = data;
  if (type === 'zTXt') return first === 0 ? inflated(data.subarray(1)) : undefined;
  // Two texts that end in a zero come before: a language, and a translation of the keyword.
  const language = data.indexOf(0, 2);
  const keyword = language < 0 ? -1 : data.indexOf(0, language + 1);
  const text = data.subarray(keyword + 1);
  if (keyword < 0) return undefined;
  if (first === 0) return text.length <= MOST_XMP ? text : undefined;
  return first === 1 && second === 0 ? inflated(text) : undefined;
}

function inflated(text: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(text, { maxOutputLength: MOST_XMP });
  } catch {
    return undefined;
  }
}

/** The file with these blocks behind its header. */
export function withPngBlocks(
  bytes: Uint8Array,
  { icc, exif, xmp, density, texts = [] }: MetadataBlocks,
): Uint8Array {
  const chunks = [
    // The name of the profile, a zero, and compression method 0.
    ...(icc ? [chunk('iCCP', Buffer.from('ICC Profile\0\0', 'latin1'), deflateSync(icc))] : []),
    ...(density === undefined ? [] : [physChunk(density)]),
    ...(exif ? [chunk('eXIf', exif)] : []),
    // Not compressed, by method 0, with neither language nor translation.
    ...(xmp ? [chunk('iTXt', Buffer.from(`${XMP}\0\0\0\0`, 'latin1'), xmp)] : []),
    ...texts.map(({ type, data }) => chunk(type, data)),
  ];
  const rest = density === undefined ? [bytes.subarray(HEAD)] : withoutPhys(bytes);
  return Buffer.concat([bytes.subarray(0, HEAD), ...chunks, ...rest]);
}

/** A chunk with the density, which is given in pixels per inch. */
function physChunk(density: number): Uint8Array {
  const data = Buffer.alloc(9, 1);
  data.writeUInt32BE(perMetre(density), 0);
  data.writeUInt32BE(perMetre(density), 4);
  return chunk('pHYs', data);
}

/** What stands behind the header, without a density that the encoder wrote. */
function withoutPhys(bytes: Uint8Array): Uint8Array[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = HEAD; at + 8 <= file.length; ) {
    const type = file.toString('latin1', at + 4, at + 8);
    const next = at + 12 + file.readUInt32BE(at);
    if (type === 'pHYs') return [bytes.subarray(HEAD, at), bytes.subarray(next)];
    if (type === 'IDAT') break;
    at = next;
  }
  return [bytes.subarray(HEAD)];
}

function chunk(type: string, ...pieces: readonly Uint8Array[]): Uint8Array {
  const data = Buffer.concat([Buffer.from(type, 'latin1'), ...pieces]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length - 4);
  sum.writeUInt32BE(crc32(data));
  return Buffer.concat([length, data, sum]);
}
