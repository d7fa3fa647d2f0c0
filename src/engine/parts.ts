/**
 * Jobs and answers as JSON with the bytes beside it, for a wire: each array of bytes or samples becomes a numbered
 * part.
 */
import { lookUp } from '../core/look-up.ts';

/** JSON in which `{"$part":0,"as":"Uint8Array"}` stands for the first part. */
export interface Parted {
  /** The plain data, with numbers of parts in place of bytes. */
  readonly json: string;
  /** The bytes, by these numbers. */
  readonly parts: readonly Uint8Array[];
}

const ARRAYS = { Uint8Array, Uint16Array, Float32Array } as const;

type ArrayName = keyof typeof ARRAYS;

/** Takes the bytes out of a job or an answer. The parts are views, not copies. */
export function toParts(value: unknown): Parted {
  const parts: Uint8Array[] = [];
  // Before JSON sees it: a Buffer would write itself as a list of numbers, which takes 14 MB for a photo of 2 MB.
  const withoutBytes = (item: unknown): unknown => {
    const name = nameOf(item);
    if (name) {
      const { buffer, byteOffset, byteLength } = item as Uint8Array;
      return { $part: parts.push(new Uint8Array(buffer, byteOffset, byteLength)) - 1, as: name };
    }
    if (Array.isArray(item)) return item.map(withoutBytes);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, each]) => [key, withoutBytes(each)]));
  };
  return { json: JSON.stringify(withoutBytes(value)), parts };
}

/**
 * Puts the bytes back. Throws a RangeError for a missing part, or for one that does not hold a whole number of
 * samples.
 */
export function fromParts({ json, parts }: Parted): unknown {
  return JSON.parse(json, (_, item: unknown) => (isPlace(item) ? viewPart(item, parts) : item));
}

function nameOf(item: unknown): ArrayName | undefined {
  const names = Object.keys(ARRAYS) as ArrayName[];
  return names.find((name) => item instanceof ARRAYS[name]);
}

interface Place {
  readonly $part: number;
  readonly as: ArrayName;
}

/** A file may be called `$part`; it has an object under that name. */
function isPlace(item: unknown): item is Place {
  return typeof item === 'object' && item !== null && typeof (item as Partial<Place>).$part === 'number';
}

function viewPart({ $part, as }: Place, parts: readonly Uint8Array[]) {
  const part = parts[$part];
  const kind = lookUp(ARRAYS, as);
  if (!part || !kind) throw new RangeError(`there is no part ${$part} of ${as}`);
  const size = kind.BYTES_PER_ELEMENT;
  if (part.byteLength % size !== 0) throw new RangeError(`part ${$part} ends amid a sample of ${as}`);
  // Samples of several bytes begin at a multiple of their length. The `slice` of a Buffer would be no copy.
  const aligned = part.byteOffset % size === 0 ? part : new Uint8Array(part);
  const { buffer, byteOffset, byteLength } = aligned;
  return new kind(buffer as ArrayBuffer, byteOffset, byteLength / size);
}
