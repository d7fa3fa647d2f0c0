import type { Limits } from '../../core/limits.ts';
import { corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';
import { type Box, type BoxCount, boxes } from './bmff.ts';

/** What the `meta` box says of the items in the file (ISO/IEC 14496-12 8.11, 23008-12 6 and 9). */
export interface AvifItems {
  /** Id of the item to show. */
  readonly primary: number;
  /** Item properties in file order; associations count them from 1. */
  readonly properties: readonly Box[];
  /** Indices of the properties of each item. */
  readonly associations: ReadonlyMap<number, readonly number[]>;
  /** Items that are auxiliary to the primary one, such as its alpha. */
  readonly auxiliaries: readonly number[];
}

/** Reads the boxes that describe items. Throws as `Format.readHeader` does. */
export function readAvifItems(reader: Reader, limits: Limits): AvifItems {
  const count: BoxCount = { boxes: 0, limits };
  const inside = (box: Box, skip: number) => [...boxes(reader, box.start + skip, box.end, count)];
  const meta = [...boxes(reader, 0, reader.length, count)].find((box) => box.type === 'meta');
  if (!meta) throw corrupt('The picture has no description');
  // `meta` is a full box: version and flags come first.
  const parts = inside(meta, 4);
  const pitm = parts.find((box) => box.type === 'pitm');
  if (!pitm) throw corrupt('The picture has no primary item');
  const primary = readId(reader, pitm.start + 4, reader.u8(pitm.start));
  const iprp = parts.filter((box) => box.type === 'iprp').flatMap((box) => inside(box, 0));
  const properties = iprp.filter((box) => box.type === 'ipco').flatMap((box) => inside(box, 0));
  const associations = new Map<number, readonly number[]>();
  for (const ipma of iprp.filter((box) => box.type === 'ipma')) readIpma(reader, ipma, associations);
  const iref = parts.find((box) => box.type === 'iref');
  const auxiliaries = iref ? readAuxiliaries(reader, iref, inside(iref, 4), primary) : [];
  return { primary, properties, associations, auxiliaries };
}

/** Item ids have 16 bits in version 0 of a box and 32 after. */
function readId(reader: Reader, at: number, version: number): number {
  return version === 0 ? reader.u16(at) : reader.u32(at);
}

/** ISO/IEC 23008-12 9.3.1: per item, indices of 7 or 15 bits below an "essential" flag. */
function readIpma(reader: Reader, { start, end }: Box, found: Map<number, readonly number[]>): void {
  const [version, wide] = [reader.u8(start), (reader.u8(start + 3) & 1) === 1];
  const items = reader.u32(start + 4);
  let at = start + 8;
  for (let index = 0; index < items; index++) {
    const item = readId(reader, at, version);
    at += version === 0 ? 2 : 4;
    const indices: number[] = [];
    const count = reader.u8(at++);
    for (let place = 0; place < count; place++, at += wide ? 2 : 1) {
      indices.push(wide ? reader.u16(at) & 0x7fff : reader.u8(at) & 0x7f);
    }
    if (at > end) throw corrupt('A box of the picture holds more than its length');
    found.set(item, indices);
  }
}

/** `auxl` references (ISO/IEC 23008-12 6.4.5) that lead from an item to the primary one. */
function readAuxiliaries(reader: Reader, iref: Box, references: Box[], primary: number): number[] {
  const version = reader.u8(iref.start);
  const size = version === 0 ? 2 : 4;
  const found: number[] = [];
  for (const { start, end } of references.filter((box) => box.type === 'auxl')) {
    const targets = reader.u16(start + size);
    if (start + size + 2 + targets * size > end) {
      throw corrupt('A box of the picture holds more than its length');
    }
    for (let index = 0; index < targets; index++) {
      const target = readId(reader, start + size + 2 + index * size, version);
      if (target === primary) found.push(readId(reader, start, version));
    }
  }
  return found;
}
