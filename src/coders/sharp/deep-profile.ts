/**
 * Converts 16-bit samples from a profile of curves to sRGB by the profile's own formula. sharp takes 16 bits through
 * tables of few nodes by way of Display P3: Adobe RGB comes out up to 10 levels of 8 bits off, ProPhoto up to 29, and
 * linear gray up to 10.
 */
import { type Image, pixelCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import type { Header } from '../../formats/format.ts';
import type { ToneCurve } from '../../formats/icc/curve.ts';
import { type MatrixProfile, readGrayProfile, readMatrixProfile } from '../../formats/icc/matrix.ts';
import type { Reading } from '../../formats/input.ts';
import { FORMATS } from '../../formats/registry.ts';
import { fastToEncoded } from '../../math/srgb.ts';
import { inPieces, withPauses } from '../pauses.ts';

const LEVELS = WHITE.u16 + 1;

/** A 3x3 matrix by rows. */
type Nine = [number, number, number, number, number, number, number, number, number];

/** A matrix/TRC profile for colours, or the curve of a profile for gray. */
export type DeepProfile = MatrixProfile | ToneCurve;

/** The profile of a file of 16-bit samples. Undefined for other pixels and other kinds of profile. */
export function deepProfileOf(
  bytes: Uint8Array,
  { format, type, channels, profile }: Header,
  { limits, reading }: { readonly limits: Limits; readonly reading: Reading },
): DeepProfile | undefined {
  if (type !== 'u16' || profile !== 'other') return undefined;
  const icc = FORMATS[format].readBlocks?.(bytes, limits, reading).icc;
  return icc && (channels < 3 ? readGrayProfile(icc) : readMatrixProfile(icc));
}

/** Converts straight, 16-bit samples in place, except alpha. Light beyond sRGB is clipped. */
export async function convertDeep(image: Image, profile: DeepProfile, run?: Run): Promise<void> {
  const convert =
    typeof profile === 'function' ? grayConverter(image, profile) : colorConverter(image, profile);
  await withPauses(inPieces(pixelCount(image), image.channels, convert), run);
}

/** Converts the pixels from `start` to before `end`. */
type Converter = (start: number, end: number) => void;

function grayConverter({ channels, data }: Image, curve: ToneCurve): Converter {
  const levels = Uint16Array.from(lightOf(curve), levelOf);
  return (start, end) => {
    for (let at = start * channels; at < end * channels; at += channels) {
      data[at] = levels[data[at] as number] as number;
    }
  };
}

function colorConverter({ channels, data }: Image, { curves, matrix }: MatrixProfile): Converter {
  const [red, green, blue] = curves.map(lightOf) as [Float64Array, Float64Array, Float64Array];
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = matrix.flat() as Nine;
  return (start, end) => {
    for (let at = start * channels; at < end * channels; at += channels) {
      const r = red[data[at] as number] as number;
      const g = green[data[at + 1] as number] as number;
      const b = blue[data[at + 2] as number] as number;
      data[at] = levelOf(rr * r + rg * g + rb * b);
      data[at + 1] = levelOf(gr * r + gg * g + gb * b);
      data[at + 2] = levelOf(br * r + bg * g + bb * b);
    }
  };
}

/** Linear light of every 16-bit sample, 0 to 1. */
function lightOf(curve: ToneCurve): Float64Array {
  return Float64Array.from({ length: LEVELS }, (_, level) => clamp(curve(level / WHITE.u16)));
}

/** The 16-bit sample for linear light. */
function levelOf(light: number): number {
  return Math.floor(WHITE.u16 * fastToEncoded(clamp(light)) + 0.5);
}

/** Within 0 and 1; 0 for NaN, which an unusual curve may give. */
function clamp(light: number): number {
  return light > 0 ? Math.min(1, light) : 0;
}
