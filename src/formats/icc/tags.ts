/** Reads the elements of ICC profiles. */
import { hasText } from '../reader.ts';

/** A profile's elements by their four-letter signatures. */
export type IccTags = ReadonlyMap<string, DataView>;

/** Bytes of the header (ICC.1:2022, section 7.2). The number of tags and 12 bytes per tag follow. */
const HEADER = 128;
const TABLE = HEADER + 4;
const ENTRY = 12;

/** Real profiles have about 20 tags; lcms reads at most 100. */
const MOST_TAGS = 100;

/** Newest supported major version of ICC.1. Version 5 is iccMAX, with other elements. */
const NEWEST = 4;

/** Header fields of a device profile with CIE XYZ as its connection space. */
const HEADER_FIELDS = [
  [20, ['XYZ ']],
  [36, ['acsp']],
  [12, ['mntr', 'scnr', 'prtr', 'spac']],
] as const;

/**
 * Elements of a profile of ICC.1, versions 2 to 4, for samples in this colour space. Undefined for other kinds, and when
 * anything is unusual: an element beyond the profile's end, a repeated one, or a wrong length.
 */
export function readTags(profile: Uint8Array, space: 'GRAY' | 'RGB '): IccTags | undefined {
  if (profile.length < TABLE) return undefined;
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const [length, major, count] = [view.getUint32(0), view.getUint8(8), view.getUint32(HEADER)];
  const known = HEADER_FIELDS.every(([at, names]) => names.some((name) => hasText(profile, at, name)));
  if (!known || !hasText(profile, 16, space) || length > profile.length || major < 2 || major > NEWEST)
    return undefined;
  if (count > MOST_TAGS || TABLE + count * ENTRY > length) return undefined;
  const tags = new Map<string, DataView>();
  for (let at = TABLE; at < TABLE + count * ENTRY; at += ENTRY) {
    const name = String.fromCharCode(...profile.subarray(at, at + 4));
    const [offset, size] = [view.getUint32(at + 4), view.getUint32(at + 8)];
    if (offset + size > length || tags.has(name)) return undefined;
    tags.set(name, new DataView(profile.buffer, profile.byteOffset + offset, size));
  }
  return tags;
}

/** Names of the elements that lie within a profile. lcms passes over the others. Never throws. */
export function elementNames(profile: Uint8Array): ReadonlySet<string> {
  const names = new Set<string>();
  if (profile.length < TABLE) return names;
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const length = Math.min(profile.length, view.getUint32(0));
  const count = Math.min(MOST_TAGS, view.getUint32(HEADER));
  for (let at = TABLE; at < TABLE + count * ENTRY && at + ENTRY <= profile.length; at += ENTRY) {
    if (view.getUint32(at + 4) + view.getUint32(at + 8) > length) continue;
    names.add(String.fromCharCode(...profile.subarray(at, at + 4)));
  }
  return names;
}

/** An element's type: its first four bytes. Empty when the element is too short for a value. */
export function elementType(element: DataView): string {
  if (element.byteLength < 12) return '';
  return String.fromCharCode(...[0, 1, 2, 3].map((at) => element.getUint8(at)));
}

/** An s15Fixed16 number (ICC.1:2022, section 4.6) at a byte of an element. */
export function fixedAt(element: DataView, at: number): number {
  return element.getInt32(at) / 65536;
}
