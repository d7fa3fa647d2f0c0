/** Reads the clean aperture of a picture: the part to display. */
import type { Extent } from '../../core/image.ts';
import { corrupt } from '../checks.ts';
import type { Crop } from '../format.ts';
import type { Reader } from '../reader.ts';

/**
 * The part that the `clap` at an offset leaves of a picture (ISO/IEC 14496-12 section 12.1.4). Throws `corrupt-image`
 * unless it is whole pixels inside of the picture, as MIAF demands (ISO/IEC 23000-22 section 7.3.6.7).
 */
export function cleanAperture(reader: Reader, start: number, picture: Extent): Crop {
  const fraction = (place: number) => readFraction(reader, start + 8 * place);
  const across = segment(fraction(0), fraction(2), picture.width);
  const down = segment(fraction(1), fraction(3), picture.height);
  return { left: across.first, top: down.first, width: across.length, height: down.length };
}

interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

/** Above the line a length has no sign in the standard; one of 2^31 and more is too large either way. */
function readFraction(reader: Reader, at: number): Fraction {
  const [above, below] = [BigInt(reader.u32(at) | 0), BigInt(reader.u32(at + 4))];
  if (below === 0n) throw corrupt('The clean aperture of the picture is divided by zero');
  return { above, below };
}

/** The pixels of a side of `whole`, where `length` of them lie around a place that is `offset` from its centre. */
function segment(length: Fraction, offset: Fraction, whole: number) {
  // The first pixel is at offset + (whole - length) / 2. Both are doubled here, over the product of the
  // denominators.
  const [count, countRest] = divide(length.above, length.below);
  const twice =
    2n * offset.above * length.below + offset.below * (BigInt(whole) * length.below - length.above);
  const [first, firstRest] = divide(twice, 2n * length.below * offset.below);
  if (countRest !== 0n || firstRest !== 0n) {
    throw corrupt('The clean aperture of the picture begins or ends inside of a pixel');
  }
  if (count < 1n || first < 0n || first + count > BigInt(whole)) {
    throw corrupt('The clean aperture of the picture leaves the picture');
  }
  return { first: Number(first), length: Number(count) };
}

function divide(value: bigint, by: bigint): [whole: bigint, rest: bigint] {
  return [value / by, value % by];
}
