/** Reads the items of an AVIF file and the references between them. */
import { NoirError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import { corrupt } from '../checks.ts';
import { hasText, type Reader } from '../reader.ts';
import { type Box, type BoxCount, boxes, countBoxes, fileBoxes } from './bmff.ts';

/** The items of the file as the `meta` box describes them (ISO/IEC 14496-12 8.11, 23008-12 6 and 9). */
export interface AvifItems {
  /** Id of the item to show. */
  readonly primary: number;
  /** Item properties in file order; associations count them from 1. */
  readonly properties: readonly Box[];
  /** The properties of each item, in the order of application. */
  readonly places: ReadonlyMap<number, readonly PropertyPlace[]>;
  /** Items that are auxiliary to the primary one, such as its alpha. */
  readonly auxiliaries: ReadonlySet<number>;
  /** Alpha items by which the colours of the primary item are multiplied. */
  readonly multipliers: ReadonlySet<number>;
}

/** The association of a property with an item, and its place in the file. */
interface PropertyPlace {
  /** Number of the property, from 1 on; 0 is none. */
  readonly index: number;
  /** Whether a decoder that does not know the property must not show the picture. */
  readonly essential: boolean;
  /** Offset and length of the index in the file, in bytes. */
  readonly at: number;
  readonly length: number;
}

/** Reads the boxes that describe items. Throws as `Format.readHeader` does, and `unsupported-format` for a sequence. */
export function readAvifItems(reader: Reader, limits: Limits): AvifItems {
  const count: BoxCount = { boxes: 0, limits };
  const inside = (box: Box, skip: number) => [...boxes(reader, box.start + skip, box.end, count)];
  const top = [...fileBoxes(reader, count)];
  const meta = top.find((box) => box.type === 'meta');
  // A still picture beside a sequence is the one to show, unless the brand of sequences comes first.
  if (hasText(reader.bytes, 8, 'avis') || (!meta && top.some((box) => box.type === 'moov'))) {
    throw new NoirError('unsupported-format', 'AVIF sequences cannot be read, only still pictures');
  }
  if (!meta) throw corrupt('The picture has no description');
  // `meta` is a full box: version and flags come first.
  const parts = inside(meta, 4);
  const pitm = parts.find((box) => box.type === 'pitm');
  if (!pitm) throw corrupt('The picture has no primary item');
  const primary = readId(reader, pitm.start + 4, reader.u8(pitm.start));
  const iprp = parts.filter((box) => box.type === 'iprp').flatMap((box) => inside(box, 0));
  const properties = iprp.filter((box) => box.type === 'ipco').flatMap((box) => inside(box, 0));
  const places = new Map<number, readonly PropertyPlace[]>();
  for (const ipma of iprp.filter((box) => box.type === 'ipma')) readIpma(reader, ipma, places, count);
  const iref = parts.find((box) => box.type === 'iref');
  const references = iref ? readReferences(reader, iref, inside(iref, 4), count) : [];
  const linked = (type: string) => references.filter((reference) => reference.type === type);
  return {
    ...{ primary, properties, places },
    auxiliaries: new Set(linked('auxl').flatMap(({ from, to }) => (to === primary ? [from] : []))),
    multipliers: new Set(linked('prem').flatMap(({ from, to }) => (from === primary ? [to] : []))),
  };
}

/** Item ids have 16 bits in version 0 of a box and 32 after. */
function readId(reader: Reader, at: number, version: number): number {
  return version === 0 ? reader.u16(at) : reader.u32(at);
}

/** ISO/IEC 23008-12 9.3.1: per item, indices of 7 or 15 bits below an "essential" flag. */
function readIpma(
  reader: Reader,
  { start, end }: Box,
  found: Map<number, readonly PropertyPlace[]>,
  counted: BoxCount,
): void {
  const [version, wide] = [reader.u8(start), (reader.u8(start + 3) & 1) === 1];
  const length = wide ? 2 : 1;
  const items = reader.u32(start + 4);
  let at = start + 8;
  for (let index = 0; index < items; index++) {
    const item = readId(reader, at, version);
    at += version === 0 ? 2 : 4;
    const places: PropertyPlace[] = [];
    const count = reader.u8(at++);
    countBoxes(counted, 1 + count);
    for (let place = 0; place < count; place++, at += length) {
      const essential = (reader.u8(at) & 0x80) !== 0;
      places.push({ index: wide ? reader.u16(at) & 0x7fff : reader.u8(at) & 0x7f, essential, at, length });
    }
    if (at > end) throw corrupt('A box of the picture holds more than its length');
    found.set(item, places);
  }
}

/** A reference from one item to another, with its kind. */
interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The references between items (ISO/IEC 14496-12 section 8.11.12). */
function readReferences(reader: Reader, iref: Box, lists: Box[], counted: BoxCount): Reference[] {
  const version = reader.u8(iref.start);
  const size = version === 0 ? 2 : 4;
  return lists.flatMap(({ type, start, end }) => {
    const count = reader.u16(start + size);
    if (start + size + 2 + count * size > end) {
      throw corrupt('A box of the picture holds more than its length');
    }
    countBoxes(counted, count);
    const from = readId(reader, start, version);
    return Array.from({ length: count }, (_, index) => {
      return { type, from, to: readId(reader, start + size + 2 + index * size, version) };
    });
  });
}
