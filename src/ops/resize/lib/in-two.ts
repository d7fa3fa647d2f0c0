/**
 * Small results of a JPEG, in two parts: the loader and libvips make most of the factor, and the kernel does the rest.
 * libvips alone takes the picture for as short as its loader leaves it, and averages blocks of that; where these do not divide the
 * sides, the result lies beside its place.
 */
import { hasAlpha, type Shape } from '../../../core/image.ts';
import type { Shrink } from '../../../formats/format.ts';
import { uprightEdges } from '../../../formats/orientation.ts';
import type { InTwo, PipelineEnds } from '../../op.ts';
import { type Decoded, factorsFor, LITTLE_DETAIL, scaledExtent, type Wanted } from './layout.ts';
import { mayLookAlike } from './libvips.ts';

/**
 * The factors from which on the loader may divide by 8, 4 and 2. With more of the work, the most detailed photos of Kodak would be
 * 37 to 39 dB from the exact result.
 */
const FROM: readonly (readonly [Shrink, number])[] = [
  [8, 20],
  [4, 11],
  [2, 4],
];

/** The same for pictures of little detail, up to `LITTLE_DETAIL`. */
const FROM_WITH_LITTLE: readonly (readonly [Shrink, number])[] = [
  [8, 13],
  [4, 7],
  [2, 4],
];

/** Pixels of the shorter side of a result at least: up to half a pixel at its edge is made without the columns that were left out. */
const LEAST_SIDE = 8;

/** The factor that is left for the second part, where the first one may divide by so much. */
const LEFT = 1.4;

/** What both may divide by in the first part: with 5 and 9, sharp would let the loader divide by 4 and 8. */
const MOST: Readonly<Record<Shrink, number>> = { 1: 1, 2: 4.9, 4: 8.9, 8: 16 };

/** What the loader and libvips' kernel divide the sides by together. */
interface First {
  readonly loaded: Shrink;
  readonly total: number;
}

interface Parts extends Omit<InTwo, 'rest'> {
  readonly decoded: Decoded;
}

/** Undefined where too little would be left for the kernel. */
export function resizeInTwo(
  input: Shape,
  params: Wanted,
  { loader, detail, orientation = 1 }: PipelineEnds,
): Parts | undefined {
  if (loader !== 'jpeg' || !mayLookAlike(input, params) || hasAlpha(input.channels)) return undefined;
  const { across, down } = factorsFor(input, params);
  const parts = firstPart(Math.min(across, down), detail);
  const { width, height } = scaledExtent(input, params);
  if (!parts || Math.min(width, height) < LEAST_SIDE) return undefined;
  const { swaps, right, bottom } = uprightEdges(orientation);
  const [wide, high] = [sideOf(input.width, right, parts), sideOf(input.height, bottom, parts)];
  const extentOf = (name: 'made' | 'covered' | 'centred') => ({ width: wide[name], height: high[name] });
  return {
    ...{ between: { ...input, ...extentOf('made') }, shrink: parts.loaded },
    decoded: { original: input, covered: extentOf('covered'), centred: extentOf('centred') },
    first(pipeline) {
      const [width, height] = swaps ? [high.made, wide.made] : [wide.made, high.made];
      return pipeline.resize({ width, height, fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: true });
    },
  };
}

/**
 * sharp lets the loader divide by 8 for a ninth and less, by 4 for a fifth and by 2 for a third, and does not for less than that.
 * libvips averages no blocks while its own kernel divides by less than 4.
 */
function firstPart(factor: number, detail = Number.POSITIVE_INFINITY): First | undefined {
  const from = detail <= LITTLE_DETAIL ? FROM_WITH_LITTLE : FROM;
  const [loaded] = from.find(([, least]) => factor >= least) ?? [];
  return loaded && { loaded, total: Math.min(MOST[loaded], Math.max(loaded + 1, factor / LEFT)) };
}

/**
 * The loader leaves out the last block of the stored picture where it is not whole, and libvips takes the picture for as much
 * shorter. `isLast` says whether that block is the last one of the upright picture, too, or else its first one.
 */
function sideOf(length: number, isLast: boolean, { loaded: shrink, total }: First) {
  const loaded = Math.floor(length / shrink);
  const made = Math.floor(length / total);
  const covered = (made * length) / (shrink * loaded);
  return { made, covered, centred: isLast ? covered : 2 * made - covered };
}
