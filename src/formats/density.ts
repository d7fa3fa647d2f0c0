/** The density of a picture in print: how files of several formats store it. */
import { isNoirError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { Reader } from './reader.ts';
import { readTiffDirectories } from './tiff/directory.ts';
import type { Directory } from './tiff/fields.ts';

/** Pixels per inch. */
export interface Density {
  readonly across: number;
  readonly down: number;
}

/** Centimetres, and metres, of an inch. */
const [CENTIMETRES, METRES] = [2.54, 0.0254];

/** Libvips writes one pixel per millimetre when it knows no density. sharp takes that or less for no density. */
export const UNKNOWN_DENSITY = 25.4;

/** Tags of TIFF 6.0 section 8, which are those of EXIF too. */
export const DENSITY_TAG = { across: 282, down: 283, unit: 296 } as const;

/** The density in a JFIF segment (JFIF 1.02). Undefined where it names no unit, or is none. */
export function jfifDensity(payload: Uint8Array): Density | undefined {
  if (payload.length < 12) return undefined;
  const reader = new Reader(payload, 'big');
  const factor = { 1: 1, 2: CENTIMETRES }[reader.u8(7)];
  return factor ? { across: reader.u16(8) * factor, down: reader.u16(10) * factor } : undefined;
}

/** The density in a `pHYs` chunk (PNG 3rd edition, section 11.3.4.3): unit 1 is the metre, 0 none. */
export function physDensity(data: Uint8Array): Density | undefined {
  if (data.length < 9) return undefined;
  const reader = new Reader(data, 'big');
  return reader.u8(8) === 1 ? { across: reader.u32(0) * METRES, down: reader.u32(4) * METRES } : undefined;
}

/** The density of a TIFF's page. Undefined when it has none, or no unit. */
export function densityOf(directory: Directory): Density | undefined {
  const [across] = directory.fractions(DENSITY_TAG.across, 1) ?? [];
  const [down] = directory.fractions(DENSITY_TAG.down, 1) ?? [];
  // 2 is the inch, which is the default, and 3 the centimetre.
  const factor = { 2: 1, 3: CENTIMETRES }[directory.first(DENSITY_TAG.unit, 2)];
  if (!factor || !across) return undefined;
  return { across: across * factor, down: (down ?? across) * factor };
}

/** As `densityOf`, for an EXIF block without its prefix. Never throws: bad metadata spoils no picture. */
export function exifDensity(block: Uint8Array, limits: Limits): Density | undefined {
  try {
    const [directory] = readTiffDirectories(block, limits);
    return directory && densityOf(directory);
  } catch (error) {
    if (isNoirError(error)) return undefined;
    throw error;
  }
}

/** Part by which densities across and down may differ and count as equal: files store them as rounded numbers. */
const EQUAL = 0.005;

/**
 * The density of square pixels, in pixels per inch. Undefined for others, which would be wrong in a picture that was turned, and
 * for no density.
 */
export function squareDensity(density: Density | undefined): number | undefined {
  if (!density || !(density.across > UNKNOWN_DENSITY + 0.01)) return undefined;
  return Math.abs(density.down / density.across - 1) <= EQUAL ? density.across : undefined;
}

/** Pixels of a metre, as PNG stores them. */
export function perMetre(density: number): number {
  return Math.round(density / METRES);
}
