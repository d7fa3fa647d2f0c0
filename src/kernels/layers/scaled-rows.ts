/** Scales a layer or mask to an extent, row by row in 32-bit SIMD: triangle filter, premultiplied. */
import type { Extent, Image } from '../../core/image.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { weightsFor } from '../../math/resampling-weights.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { scaleAcross, scaleDown } from '../pixels/filter-lines.ts';
import { FLOATS } from '../simd/arithmetic.ts';
import { spreader } from '../simd/pixel-vectors.ts';
import type { Simd } from '../simd/simd.ts';

/** Writes row `y` as vectors to a place. Returns false if its floats need 64 bits. */
export type VectorRows = (y: number, to: number) => boolean;

/** Largest colour of f32 pictures, in parts of white, that is mixed in 32 bits. */
export const FAR = 8;

/** Most filter taps. */
const MOST_TAPS = 256;
/** Most samples of the source rows that one row is made of. */
const MOST_SAMPLES = 2 ** 22;

/** The rows of a picture at its own size, as vectors of fractions of white. */
function plainRows(simd: Simd, image: Image): VectorRows {
  const { width, channels, type } = image;
  const length = width * channels * SAMPLE_BYTES[type];
  const bytes = viewBytes(image.data);
  const spread = spreader(simd, image, 1 / WHITE[type]);
  const line = simd.take(length);
  return (y, to) => {
    simd.bytes.set(bytes.subarray(y * length, (y + 1) * length), line);
    spread(line, width, to);
    return type !== 'f32' || simd.code.areInRange(to, width, FAR, 1) !== 0;
  };
}

/**
 * Returns a function for the rows of a scaled picture, to be called from the first row down. Returns undefined if the
 * filter would take too much memory.
 */
export function scaledRows(simd: Simd, image: Image, { width, height }: Extent): VectorRows | undefined {
  if (width === image.width && height === image.height) return plainRows(simd, image);
  const rows = weightsFor(image.height, height, 'linear');
  const columns = weightsFor(image.width, width, 'linear');
  if (Math.max(rows.taps, columns.taps) > MOST_TAPS) return undefined;
  if (rows.taps * image.width * 4 > MOST_SAMPLES) return undefined;
  const own = plainRows(simd, image);
  let usual = true;
  const down = scaleDown(simd, FLOATS, rows, 4 * image.width, (y, at) => {
    usual = own(y, at) && usual;
    simd.code.weighPixels(at, image.width);
  });
  const across = scaleAcross(simd, FLOATS, columns, 4);
  const line = simd.take(16 * (image.width + columns.taps));
  return (y, to) => {
    // A float that needs 64 bits may weigh in all rows that follow.
    if (!usual) return false;
    down.make(y, line);
    if (!usual) return false;
    across(line, to);
    simd.code.straightenPixels(to, width);
    return true;
  };
}
