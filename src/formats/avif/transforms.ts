/** Reads the crop and the turns of an AVIF's picture, and removes them from the file. */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { corrupt } from '../checks.ts';
import type { Crop } from '../format.ts';
import { Reader } from '../reader.ts';
import { cleanAperture } from './aperture.ts';
import type { Box } from './bmff.ts';
import { readAvifItems } from './items.ts';

/** Properties that change the decoded picture (ISO/IEC 23008-12 6.5.9, 6.5.10 and 6.5.12). */
const TRANSFORMS = ['clap', 'irot', 'imir'];

/** Transforms of the decoded picture: cut out a part, then turn the part by an EXIF orientation. */
export interface AvifTransforms {
  /** Undefined where nothing is cut off. */
  readonly crop: Crop | undefined;
  readonly orientation: number;
}

/** A picture that was cut and turned so far. */
interface Turned {
  readonly crop: Crop;
  /** Whether the picture was mirrored left to right, and the number of quarter turns clockwise after that. */
  readonly mirrored: boolean;
  readonly quarters: number;
}

/** EXIF orientations by `Turned.quarters`. */
const ORIENTATIONS = { plain: [1, 6, 3, 8], mirrored: [2, 7, 4, 5] } as const;

/**
 * Combines the properties of a picture of this extent, in the order of the list. Throws `corrupt-image` for a clean
 * aperture that is not whole pixels of the picture.
 */
export function readTransforms(reader: Reader, own: readonly Box[], stored: Extent): AvifTransforms {
  let turned: Turned = { crop: { left: 0, top: 0, ...stored }, mirrored: false, quarters: 0 };
  for (const { type, start, end } of own) {
    if (!TRANSFORMS.includes(type)) continue;
    if (start >= end) throw corrupt('A box of the picture is too short');
    if (type === 'irot') turned = turn(turned, reader.u8(start) & 3);
    else if (type === 'imir') turned = mirror(turned, reader.u8(start) & 1);
    else turned = cut(turned, cleanAperture(reader, start, extentOf(turned)));
  }
  const { crop, mirrored, quarters } = turned;
  const whole = crop.width === stored.width && crop.height === stored.height;
  const orientation = ORIENTATIONS[mirrored ? 'mirrored' : 'plain'][quarters] ?? 1;
  return { crop: whole ? undefined : crop, orientation };
}

function extentOf({ crop: { width, height }, quarters }: Turned): Extent {
  return quarters % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** `irot` counts quarters anti-clockwise. */
function turn(turned: Turned, quarters: number): Turned {
  return { ...turned, quarters: (turned.quarters + 4 - quarters) % 4 };
}

/** `imir` exchanges top and bottom with mode 0, left and right with mode 1. */
function mirror({ crop, mirrored, quarters }: Turned, mode: number): Turned {
  // A mirror goes before turns by reversing them; top to bottom is left to right and half a turn.
  return { crop, mirrored: !mirrored, quarters: (4 - quarters + (mode === 0 ? 2 : 0)) % 4 };
}

/** Cuts a part out of the turned picture. */
function cut(turned: Turned, part: Crop): Turned {
  let [inner, outer] = [part, extentOf(turned)];
  for (let left = turned.quarters; left > 0; left--) {
    // Before a quarter turn clockwise, the columns were rows, the last row first.
    const { left: x, top: y, width, height } = inner;
    inner = { left: y, top: outer.width - x - width, width: height, height: width };
    outer = { width: outer.height, height: outer.width };
  }
  const { crop, mirrored } = turned;
  const left = mirrored ? crop.width - inner.left - inner.width : inner.left;
  return { ...turned, crop: { ...inner, left: crop.left + left, top: crop.top + inner.top } };
}

/**
 * The same file without the properties that cut or turn its picture; the file itself if it has none. libheif, and so
 * libvips, misplaces colours of half the resolution when it cuts or turns at an odd column or row.
 */
export function withoutTransforms(bytes: Uint8Array, limits: Limits): Uint8Array {
  const { primary, auxiliaries, properties, places } = readAvifItems(new Reader(bytes, 'big'), limits);
  const orders = [primary, ...auxiliaries].flatMap((item) =>
    (places.get(item) ?? []).filter(({ index }) => TRANSFORMS.includes(properties[index - 1]?.type ?? '')),
  );
  if (orders.length === 0) return bytes;
  const copy = new Uint8Array(bytes);
  // Index 0 is no property (ISO/IEC 23008-12 section 9.3.1).
  for (const { at, length } of orders) copy.fill(0, at, at + length);
  return copy;
}
