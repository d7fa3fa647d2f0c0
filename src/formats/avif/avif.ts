/** AVIF: recognises files, reads their headers, and describes the options for writing them. */
import * as z from 'zod';
import { NoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { checkDeclaredExtent, corrupt, unsupportedDepth } from '../checks.ts';
import type { Format } from '../format.ts';
import { type Profile, profileOf } from '../icc/icc.ts';
import { hasText, Reader } from '../reader.ts';
import type { Box } from './bmff.ts';
import { readAvifFacts, stripAvif } from './facts.ts';
import { type AvifItems, readAvifItems } from './items.ts';
import { readAvifBlocks } from './metadata.ts';
import { type AvifTransforms, readTransforms } from './transforms.ts';
import { withAvifBlocks } from './with-blocks.ts';

/** AVIF (AV1 Image File Format 1.1) of 8, 10 or 12 bits: still pictures. */
export const avif: Format = {
  name: 'avif',
  mime: 'image/avif',
  extensions: ['avif'],
  types: ['u8'],
  animated: false,
  // The highest that every libheif takes.
  maxSide: 16_383,
  alpha: 'full',
  options: z.strictObject({
    quality: z.number().int().min(1).max(100).default(50).describe('Quality, 1 to 100'),
    lossless: z.boolean().default(false).describe('Keep every sample as it is'),
    effort: z.number().int().min(0).max(9).default(4).describe('Effort for a smaller file, 0 to 9'),
    chromaSubsampling: z
      .enum(['4:2:0', '4:4:4'])
      .default('4:4:4')
      .describe('Resolution of the colours: 4:2:0 halves it on both sides, 4:4:4 keeps it'),
  }),
  measured: [{}, { effort: 0 }, { effort: 2 }, { effort: 6 }, { chromaSubsampling: '4:2:0' }],
  facts: readAvifFacts,
  strip: stripAvif,
  holds: { profiles: ['RGB '], exif: true, xmp: true, iptc: false, texts: false, density: false },
  readBlocks: readAvifBlocks,
  withBlocks: withAvifBlocks,
  sniff: (bytes) => hasText(bytes, 4, 'ftyp') && hasAvifBrand(bytes),
  readHeader(bytes, limits) {
    const { depth, alpha, narrow, ...picture } = readAvif(bytes, limits);
    const type = depth > 8 ? 'u16' : 'u8';
    return { format: 'avif', channels: alpha ? 4 : 3, type, ...picture, ...(narrow && { narrow }) };
  },
};

/**
 * The primary picture of an AVIF as its boxes describe it. The extent is that of its clean aperture, before turns.
 */
interface AvifPicture extends Extent, AvifTransforms {
  /** Bits per sample: 8, 10 or 12. */
  readonly depth: number;
  readonly alpha: boolean;
  readonly premultiplied: boolean;
  /** As in `Header`. */
  readonly narrow: boolean;
  readonly profile: Profile;
}

/** Reads the boxes. Throws as `Format.readHeader` does. */
export function readAvif(bytes: Uint8Array, limits: Limits): AvifPicture {
  const reader = new Reader(bytes, 'big');
  const items = readAvifItems(reader, limits);
  const own = propertiesOf(items, items.primary);
  checkKnown(items);
  const stored = readExtent(reader, items, own, limits);
  const transforms = readTransforms(reader, own, stored);
  const { width, height } = transforms.crop ?? stored;
  const alphas = [...items.auxiliaries].filter((item) => isAlpha(reader, propertiesOf(items, item)));
  return {
    ...{ width, height, ...transforms },
    depth: readDepth(reader, items, own),
    alpha: alphas.length > 0,
    premultiplied: alphas.some((item) => items.multipliers.has(item)),
    narrow: isNarrowGray(reader, items, own),
    profile: readProfile(reader, own),
  };
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

function propertiesOf({ properties, places }: AvifItems, item: number): Box[] {
  return (places.get(item) ?? []).flatMap(({ index }) => properties[index - 1] ?? []);
}

/** Properties that libheif knows, among the ones that may be essential (AV1-ISOBMFF 2, ISO/IEC 23008-12 6.5). */
const KNOWN = [
  ...['av1C', 'ispe', 'pixi', 'colr', 'pasp', 'auxC', 'clap', 'irot', 'imir'],
  ...['a1op', 'a1lx', 'lsel', 'clli', 'mdcv', 'cclv', 'amve'],
];

/** Throws `unsupported-format` for a picture that is not to be shown without a property that is not known. */
function checkKnown({ properties, places, primary }: AvifItems): void {
  for (const { index, essential } of places.get(primary) ?? []) {
    const type = properties[index - 1]?.type ?? 'none';
    // A scaling applies whether it is called essential or not.
    if (KNOWN.includes(type) || (!essential && type !== 'iscl')) continue;
    throw new NoirError(
      'unsupported-format',
      `AVIF with the property ${JSON.stringify(type)} cannot be read`,
    );
  }
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
  const av1c = configurationOf(items, own);
  if (pixi && reader.u8(pixi.start + 4) > 0) {
    const depth = reader.u8(pixi.start + 5);
    if (![8, 10, 12].includes(depth)) throw unsupportedDepth(`AVIF of ${depth} bits cannot be read`);
  }
  const flags = reader.u8(av1c.start + 2);
  // high_bitdepth, then twelve_bit.
  if ((flags & 0x40) === 0) return 8;
  return flags & 0x20 ? 12 : 10;
}

/** The `av1C`. A grid has none of its own; its tiles have. */
function configurationOf({ properties }: AvifItems, own: readonly Box[]): Box {
  const av1c = [...own, ...properties].find((box) => box.type === 'av1C');
  if (!av1c) throw corrupt('The picture has no AV1 data');
  return av1c;
}

/**
 * Whether the picture has no colours (AV1-ISOBMFF 2.3.3), and its `colr` says that levels do not fill their range
 * (ISO/IEC 14496-12 section 12.1.5).
 */
function isNarrowGray(reader: Reader, items: AvifItems, own: readonly Box[]): boolean {
  const isGray = (reader.u8(configurationOf(items, own).start + 2) & 0x10) !== 0;
  const colr = own.find(({ type, start }) => type === 'colr' && hasText(reader.bytes, start, 'nclx'));
  // Three numbers of 16 bits come before the flag.
  return isGray && colr !== undefined && (reader.u8(colr.start + 10) & 0x80) === 0;
}

/** The profile in `colr` (ISO/IEC 14496-12 section 12.1.5), which may come beside the numbers of ITU-T H.273. */
function readProfile({ bytes }: Reader, own: readonly Box[]): Profile {
  const colr = own.find(
    ({ type, start }) => type === 'colr' && ['prof', 'rICC'].some((name) => hasText(bytes, start, name)),
  );
  return profileOf(colr && bytes.subarray(colr.start + 4, colr.end), 3);
}

/** Whether an auxiliary picture with these properties is an alpha plane (AVIF 1.1 section 4). */
function isAlpha({ bytes }: Reader, own: readonly Box[]): boolean {
  const alpha = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';
  return own.some((box) => box.type === 'auxC' && hasText(bytes, box.start + 4, alpha));
}
