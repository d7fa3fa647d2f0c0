import { z } from 'zod';
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { checkDeclaredExtent, corrupt, unsupportedDepth } from '../checks.ts';
import type { Format } from '../format.ts';
import { type Profile, profileOf } from '../icc/icc.ts';
import { hasText, Reader } from '../reader.ts';
import type { Box } from './bmff.ts';
import { type AvifItems, readAvifItems } from './items.ts';

/** AVIF (AV1 Image File Format 1.1) of 8, 10 or 12 bits; of a sequence, the primary picture. */
export const avif: Format = {
  name: 'avif',
  mime: 'image/avif',
  extensions: ['avif'],
  types: ['u8'],
  options: z.strictObject({
    quality: z.number().int().min(1).max(100).default(50).describe('Quality, 1 to 100'),
    lossless: z.boolean().default(false).describe('Whether to keep every sample as it is'),
    effort: z.number().int().min(0).max(9).default(4).describe('Effort for a smaller file, 0 to 9'),
    chromaSubsampling: z.enum(['4:2:0', '4:4:4']).default('4:4:4').describe('Resolution of the colours'),
  }),
  sniff: (bytes) => hasText(bytes, 4, 'ftyp') && hasAvifBrand(bytes),
  readHeader(bytes, limits) {
    const { width, height, depth, alpha, profile } = readAvif(bytes, limits);
    const type = depth > 8 ? 'u16' : 'u8';
    return { format: 'avif', width, height, channels: alpha ? 4 : 3, type, orientation: 1, profile };
  },
};

/** What the boxes of an AVIF say of its primary picture. */
interface AvifPicture extends Extent {
  /** Bits per sample: 8, 10 or 12. */
  readonly depth: number;
  readonly alpha: boolean;
  readonly profile: Profile;
}

/** Reads the boxes. The extent is after `irot`. Throws as `Format.readHeader` does. */
export function readAvif(bytes: Uint8Array, limits: Limits): AvifPicture {
  const reader = new Reader(bytes, 'big');
  const items = readAvifItems(reader, limits);
  const own = propertiesOf(items, items.primary);
  const stored = readExtent(reader, items, own, limits);
  // The decoder turns and mirrors as the file asks, so nothing is left for the caller to turn.
  const quarters = own.filter((box) => box.type === 'irot').map((box) => reader.u8(box.start) & 3);
  const swapped = (quarters[0] ?? 0) % 2 === 1;
  const [width, height] = swapped ? [stored.height, stored.width] : [stored.width, stored.height];
  const [depth, alpha] = [readDepth(reader, items, own), hasAlphaItem(reader, items)];
  return { width, height, depth, alpha, profile: readProfile(reader, own) };
}

/** Looks for an AVIF brand among the first ones that `ftyp` lists (ISO/IEC 14496-12 4.3). */
function hasAvifBrand(bytes: Uint8Array): boolean {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  // Offset 12 holds a version number; real files list about ten brands.
  for (let at = 8; at < Math.min(length, 128); at += 4) {
    if (at !== 12 && (hasText(bytes, at, 'avif') || hasText(bytes, at, 'avis'))) return true;
  }
  return false;
}

function propertiesOf({ properties, associations }: AvifItems, item: number): Box[] {
  const indices = associations.get(item) ?? [];
  return indices.flatMap((index) => properties[index - 1] ?? []);
}

/** Checks every `ispe` in the file, since tiles and alpha are decoded too; gives the primary's. */
function readExtent(reader: Reader, items: AvifItems, own: readonly Box[], limits: Limits) {
  const extentOf = ({ start }: Box) => ({ width: reader.u32(start + 4), height: reader.u32(start + 8) });
  for (const box of items.properties) {
    if (box.type === 'ispe') checkDeclaredExtent(extentOf(box), limits);
  }
  const ispe = own.find((box) => box.type === 'ispe');
  if (!ispe) throw corrupt('The picture does not say its size');
  return extentOf(ispe);
}

/** Bits per sample from `pixi`, or from the flags of `av1C` (AV1-ISOBMFF 2.3.3). */
function readDepth(reader: Reader, items: AvifItems, own: readonly Box[]): number {
  const pixi = own.find((box) => box.type === 'pixi');
  // A grid has no `av1C` of its own; its tiles have.
  const av1c = [...own, ...items.properties].find((box) => box.type === 'av1C');
  if (!av1c) throw corrupt('The picture has no AV1 data');
  if (pixi && reader.u8(pixi.start + 4) > 0) {
    const depth = reader.u8(pixi.start + 5);
    if (![8, 10, 12].includes(depth)) throw unsupportedDepth(`AVIF of ${depth} bits cannot be read`);
  }
  const flags = reader.u8(av1c.start + 2);
  // high_bitdepth, then twelve_bit.
  if ((flags & 0x40) === 0) return 8;
  return flags & 0x20 ? 12 : 10;
}

/** The profile in `colr` (ISO/IEC 14496-12 section 12.1.5), which may come beside the numbers of ITU-T H.273. */
function readProfile({ bytes }: Reader, own: readonly Box[]): Profile {
  const colr = own.find(
    ({ type, start }) => type === 'colr' && ['prof', 'rICC'].some((name) => hasText(bytes, start, name)),
  );
  return profileOf(colr && bytes.subarray(colr.start + 4, colr.end), 3);
}

/** Whether an auxiliary picture of the primary item is its alpha plane (AVIF 1.1 section 4). */
function hasAlphaItem(reader: Reader, items: AvifItems): boolean {
  const alpha = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';
  return items.auxiliaries.some((item) =>
    propertiesOf(items, item).some(
      (box) => box.type === 'auxC' && hasText(reader.bytes, box.start + 4, alpha),
    ),
  );
}
