/** Reads from the boxes of an AVIF which metadata it has: a profile, EXIF, XMP. */
import type { Limits } from '../../core/limits.ts';
import type { Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import { hasText, Reader } from '../reader.ts';
import { type Box, boxes } from './bmff.ts';

/** Bytes of a full box's version and flags. */
const FLAGS = 4;

export function readAvifFacts(bytes: Uint8Array, limits: Limits): Facts {
  const { reader, parts, inside } = readMeta(bytes, limits);
  const containers = named(parts, 'iprp').flatMap((box) => named(inside(box, 0), 'ipco'));
  const colors = named(
    containers.flatMap((box) => inside(box, 0)),
    'colr',
  );
  const profile = colors.find(({ start }) => hasText(bytes, start, 'prof') || hasText(bytes, start, 'rICC'));
  return {
    hasProfile: profile !== undefined,
    // The kind of the profile stands in front, in four bytes.
    profileName: profile && profileName(bytes.subarray(profile.start + 4, profile.end)),
    hasExif: readItemTypes({ reader, parts, inside }).includes('Exif'),
  };
}

/** The file itself if it has no EXIF and no XMP; else undefined, since these cannot be cut out. Throws as `readHeader`. */
export function stripAvif(bytes: Uint8Array, limits: Limits): Uint8Array | undefined {
  const types = readItemTypes(readMeta(bytes, limits));
  return types.includes('Exif') || types.includes('mime') ? undefined : bytes;
}

function readMeta(bytes: Uint8Array, limits: Limits) {
  const reader = new Reader(bytes, 'big');
  const count = { boxes: 0, limits };
  const inside = ({ start, end }: Box, skip: number) => [...boxes(reader, start + skip, end, count)];
  const top = [...boxes(reader, 0, bytes.length, count)];
  return { reader, inside, parts: named(top, 'meta').flatMap((box) => inside(box, FLAGS)) };
}

function named(all: readonly Box[], type: string): Box[] {
  return all.filter((box) => box.type === type);
}

function readItemTypes({ reader, parts, inside }: ReturnType<typeof readMeta>): string[] {
  // ISO/IEC 14496-12 8.11.6: the number of items takes 2 bytes, or 4 from version 1 on.
  return named(parts, 'iinf')
    .flatMap((box) => inside(box, FLAGS + (reader.u8(box.start) === 0 ? 2 : 4)))
    .filter(({ type }) => type === 'infe')
    .map((box) => itemType(reader, box));
}

/** The type of an item. It follows an id of 2 bytes, or 4 from version 3 on, and 2 bytes of protection. */
function itemType(reader: Reader, { start, end }: Box): string {
  const at = start + FLAGS + (reader.u8(start) < 3 ? 4 : 6);
  return at + 4 <= end ? reader.text(at, 4) : '';
}
