/**
 * Converts 16-bit colours from a matrix/TRC profile to sRGB by the profile's own formula. sharp takes 16 bits through
 * tables of few nodes by way of Display P3: Adobe RGB comes out up to 10 levels of 8 bits off, and ProPhoto up to 29.
 */
import { type Image, pixelCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import type { Header } from '../../formats/format.ts';
import { type MatrixProfile, readMatrixProfile } from '../../formats/icc/matrix.ts';
import type { Reading } from '../../formats/input.ts';
import { FORMATS } from '../../formats/registry.ts';
import { fastToEncoded } from '../../math/srgb.ts';
import { inPieces, withPauses } from '../pauses.ts';

const LEVELS = WHITE.u16 + 1;

/** A 3x3 matrix by rows. */
type Nine = [number, number, number, number, number, number, number, number, number];

/** The profile of a file of 16-bit colours. Undefined for other pixels and other kinds of profile. */
export function deepProfileOf(
  bytes: Uint8Array,
  { format, type, channels, profile }: Header,
  { limits, reading }: { readonly limits: Limits; readonly reading: Reading },
): MatrixProfile | undefined {
  if (type !== 'u16' || channels < 3 || profile !== 'other') return undefined;
  const icc = FORMATS[format].readBlocks?.(bytes, limits, reading).icc;
  return icc && readMatrixProfile(icc);
}

/** Converts straight, 16-bit colours in place. Light beyond sRGB is clipped. */
export async function convertDeep(image: Image, { curves, matrix }: MatrixProfile, run?: Run): Promise<void> {
  const { channels, data } = image;
  const [red, green, blue] = curves.map((curve) =>
    Float64Array.from({ length: LEVELS }, (_, level) => clamp(curve(level / WHITE.u16))),
  ) as [Float64Array, Float64Array, Float64Array];
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = matrix.flat() as Nine;
  const convert = (start: number, end: number) => {
    for (let at = start * channels; at < end * channels; at += channels) {
      const r = red[data[at] as number] as number;
      const g = green[data[at + 1] as number] as number;
      const b = blue[data[at + 2] as number] as number;
      data[at] = levelOf(rr * r + rg * g + rb * b);
      data[at + 1] = levelOf(gr * r + gg * g + gb * b);
      data[at + 2] = levelOf(br * r + bg * g + bb * b);
    }
  };
  await withPauses(inPieces(pixelCount(image), channels, convert), run);
}

/** The 16-bit sample for linear light. */
function levelOf(light: number): number {
  return Math.floor(WHITE.u16 * fastToEncoded(clamp(light)) + 0.5);
}

/** Within 0 and 1; 0 for NaN, which an unusual curve may give. */
function clamp(light: number): number {
  return light > 0 ? Math.min(1, light) : 0;
}
