/** Reads and writes the box that says where the data of items are (ISO/IEC 14496-12, section 8.11.3). */
import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';
import { type Box, boxOf, shorts, words } from './bmff.ts';

interface ItemExtent {
  /** In the file, or in the box of data by construction 1. */
  readonly offset: number;
  readonly length: number;
}

export interface Location {
  readonly id: number;
  /** 0: in the file; 1: in the box `idat`; 2: in another item. */
  readonly construction: number;
  readonly extents: readonly ItemExtent[];
}

/** Reads the box. Throws `corrupt-image`, `truncated-image` and `segment-limit`. */
export function readLocations(
  reader: Reader,
  { start }: Box,
  limits: Limits,
): { items: readonly Location[] } {
  const version = reader.u8(start);
  if (version > 2) throw corrupt('The picture has a box of an unknown version');
  const sizes = reader.u16(start + 4);
  const [offset, length, base, index] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15) as Four;
  let at = start + 6;
  const take = (bytes: number) => {
    const from = at;
    at += bytes;
    return numberAt(reader, from, bytes);
  };
  const count = take(version < 2 ? 2 : 4);
  let extents = 0;
  const readOne = (): Location => {
    const id = take(version < 2 ? 2 : 4);
    const construction = version === 0 ? 0 : take(2) & 15;
    // Which of several files: always this one.
    take(2);
    const from = take(base);
    const parts = take(2);
    extents += parts;
    checkCount('segment-limit', extents, limits);
    const list = Array.from({ length: parts }, () => {
      if (version > 0) take(index);
      return { offset: from + take(offset), length: take(length) };
    });
    return { id, construction, extents: list };
  };
  checkCount('segment-limit', count, limits);
  return { items: Array.from({ length: count }, readOne) };
}

type Four = [offset: number, length: number, base: number, index: number];

function numberAt(reader: Reader, at: number, bytes: number): number {
  if (bytes === 0) return 0;
  if (bytes === 2) return reader.u16(at);
  if (bytes === 4) return reader.u32(at);
  if (bytes === 8) return reader.u64(at);
  throw corrupt('A box of the picture has numbers of an unknown width');
}

/** The box, with offsets and lengths of 4 bytes. */
export function locationBox(items: readonly Location[]): Uint8Array {
  // Version 1, 4 bytes for offsets and lengths, none for a base or an index.
  const head = [words(0x01000000), shorts(0x4400, items.length)];
  const entries = items.flatMap(({ id, construction, extents }) => [
    shorts(id, construction, 0, extents.length),
    ...extents.map(({ offset, length }) => words(offset, length)),
  ]);
  return boxOf('iloc', ...head, ...entries);
}
