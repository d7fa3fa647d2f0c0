/** How far beside its place anything lies when libvips resizes a picture that its loader has shrunk. */
import type { Extent } from '../../../core/image.ts';
import type { FormatName, Shrink } from '../../../formats/format.ts';
import { factorsFor, GAP, scaledExtent, type Wanted } from './layout.ts';

/**
 * Pixels of the result by which a resize may lay anything beside its place, root mean square over the picture. With 0.05, the
 * photos of Kodak are 41 dB from the exact result, and most others 50. What its loader shrinks of a JPEG adds to that.
 */
export function mostStray(loader: FormatName | undefined): number {
  return loader === 'jpeg' ? 0.035 : 0.1;
}

/** A side of the picture, what becomes of it, and what it is divided by. */
interface Side {
  readonly length: number;
  readonly scaled: number;
  readonly factor: number;
  readonly shrink: Shrink;
}

/**
 * How far beside its place anything lies, in pixels of the result: the root mean square over the picture. Infinite where
 * libvips' result would have another extent, or where averaging is not what the kernel means. `named` is the side that libvips
 * gets to know, if it is only one.
 */
export function strayOf(
  input: Extent,
  params: Wanted,
  shrink: Shrink,
  named: 'width' | 'height' | undefined,
): number {
  const { across, down } = factorsFor(input, params);
  const scaled = scaledExtent(input, params);
  const wide: Side = { length: input.width, scaled: scaled.width, factor: across, shrink };
  const high: Side = { length: input.height, scaled: scaled.height, factor: down, shrink };
  // Of a side that it knows, libvips takes the factor, and keeps it for the other one.
  const [ofWidth, ofHeight] = [loadedOf(wide) / wide.scaled, loadedOf(high) / high.scaled];
  return Math.hypot(
    sideStray(wide, named === 'height' ? ofHeight : ofWidth, params),
    sideStray(high, named === 'width' ? ofWidth : ofHeight, params),
  );
}

/** The loader leaves out the last block where it is not whole, and takes the picture for as much shorter than it is. */
function loadedOf({ length, shrink }: Side): number {
  return Math.floor(length / shrink);
}

/**
 * The same for one side, of which libvips makes a pixel out of `left` loaded ones. libvips may average whole blocks first, and fills
 * up the last one. Then it lays the middle of all that in the middle of the result.
 */
function sideStray(side: Side, left: number, { kernel }: Wanted): number {
  const { length, scaled, factor, shrink } = side;
  const loaded = loadedOf(side);
  if (Math.round(loaded / left) !== scaled) return Number.POSITIVE_INFINITY;
  const block = Math.max(1, Math.floor(loaded / (scaled * GAP)));
  // What the sharpest kernels mean is not an average.
  if (block > 1 && (kernel === 'mks2013' || kernel === 'mks2021')) return Number.POSITIVE_INFINITY;
  const filled = Math.ceil(loaded / block) * block * shrink;
  const strayAt = (at: number) => (at - filled / 2) / (shrink * left) - (at - length / 2) / factor;
  const [first, last] = [strayAt(0), strayAt(length)];
  // It changes evenly from one end to the other.
  return Math.sqrt((first ** 2 + first * last + last ** 2) / 3);
}
