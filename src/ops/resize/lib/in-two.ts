/**
 * Very small results of a JPEG, in two parts: the loader and libvips make a sixteenth of the sides, and the kernel does the
 * rest. libvips alone would average blocks of what the loader leaves; where these do not divide its sides, the result lies beside
 * its place.
 */
import { hasAlpha, type Shape } from '../../../core/image.ts';
import { uprightEdges } from '../../../formats/orientation.ts';
import type { InTwo, PipelineEnds } from '../../op.ts';
import { type Decoded, factorsFor, GAP, type Wanted } from './layout.ts';
import { mayLookAlike } from './libvips.ts';

/** What the loader divides the sides by, and what libvips' kernel does after it: little enough to average no blocks first. */
const [LOADED, SHRUNK] = [8, 2] as const;

interface Parts extends Omit<InTwo, 'rest'> {
  readonly decoded: Decoded;
}

/** Undefined where too little would be left for the kernel. */
export function resizeInTwo(
  input: Shape,
  params: Wanted,
  { loader, orientation = 1 }: PipelineEnds,
): Parts | undefined {
  if (loader !== 'jpeg' || !mayLookAlike(input, params) || hasAlpha(input.channels)) return undefined;
  const { across, down } = factorsFor(input, params);
  if (Math.min(across, down) < LOADED * SHRUNK * GAP) return undefined;
  const { swaps, right, bottom } = uprightEdges(orientation);
  const [wide, high] = [sideOf(input.width, right), sideOf(input.height, bottom)];
  const extentOf = (name: 'made' | 'covered' | 'centred') => ({ width: wide[name], height: high[name] });
  return {
    ...{ between: { ...input, ...extentOf('made') }, shrink: LOADED },
    decoded: { original: input, covered: extentOf('covered'), centred: extentOf('centred') },
    first(pipeline) {
      const [width, height] = swaps ? [high.made, wide.made] : [wide.made, high.made];
      return pipeline.resize({ width, height, fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: true });
    },
  };
}

/**
 * The loader leaves out the last block of the stored picture where it is not whole, and libvips takes the picture for as much
 * shorter. `isLast` says whether that block is the last one of the upright picture, too, or else its first one.
 */
function sideOf(length: number, isLast: boolean) {
  const loaded = Math.floor(length / LOADED);
  const made = Math.round(loaded / SHRUNK);
  const covered = (made * length) / (LOADED * loaded);
  return { made, covered, centred: isLast ? covered : 2 * made - covered };
}
