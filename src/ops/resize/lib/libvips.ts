/** How libvips resizes in the same pipeline in which it decodes or encodes. */
import { type Extent, hasAlpha, type Shape } from '../../../core/image.ts';
import type { Shrink } from '../../../formats/format.ts';
import { colorLevels } from '../../lib/fields.ts';
import type { PipelineEnds, Sharp } from '../../op.ts';
import {
  factorsFor,
  framedExtent,
  GAP,
  LEAST_LEFT,
  LITTLE_DETAIL,
  layOut,
  scaledExtent,
  sidesOf,
  type Wanted,
} from './layout.ts';
import { shrinkInSharp } from './sharp-shrink.ts';
import { mostStray, strayOf } from './stray.ts';

/** Whether the result need not be exact: it may be made of a picture that was shrunk on load, 40 dB from the reference. */
export function mayLookAlike(input: Shape, params: Wanted): boolean {
  const { kernel, light, fastShrinkOnLoad } = params;
  const { across, down } = factorsFor(input, params);
  const isUsual = light !== 'linear' && kernel !== 'nearest' && fastShrinkOnLoad === true;
  return across > 1 && down > 1 && isUsual && input.type !== 'f32';
}

/**
 * Adds the calls to a pipeline. Only where both sides become smaller: libvips moves what it enlarges by half a pixel.
 * Undefined also for linear light, for `nearest`, when `fastShrinkOnLoad` is off, which asks for the exact result, and
 * where libvips' result would be less than 40 dB from that.
 *
 * Undefined with alpha: libvips rounds colours that are multiplied by it to bytes. What one sees is 41 dB from the
 * reference and more, but the colours of soft edges and shadows are 13 to 30 dB from it.
 *
 * sharp's own `fastShrinkOnLoad` is on only where it leaves enough for the kernel. Without it, a JPEG still shrinks by 2
 * to 8. A WebP is never scaled by its loader (28 to 32 dB).
 */
export function resizeInLibvips(
  pipeline: Sharp,
  params: Wanted,
  input: Shape,
  { turned, ...file }: PipelineEnds,
): Sharp | undefined {
  const { kernel, fit } = params;
  if (!mayLookAlike(input, params) || hasAlpha(input.channels)) return undefined;
  const load = loadFor(input, params, file);
  if (!load) return undefined;
  pipeline.resize({
    ...sidesFor(input, params, turned),
    fit: fit === 'fill' ? 'fill' : 'inside',
    kernel,
    fastShrinkOnLoad: load.isFast,
  });
  return fit === 'contain' ? pad(pipeline, params, input) : crop(pipeline, params, input);
}

/**
 * Whether libvips may resize a smaller result in place of the picture. Only where it would average blocks of the picture
 * first: from the smaller one, photos are then 49 to 55 dB from the exact result, and from the picture 40 to 53. Both
 * results are the whole picture, and the smaller one has exactly its proportions, so that the factors are the same.
 */
export function resizesAgain(
  input: Shape,
  params: Wanted,
  smaller: { readonly wanted: Wanted; readonly output: Extent },
): boolean {
  const { kernel, light } = smaller.wanted;
  if (kernel !== params.kernel || light !== params.light) return false;
  const { width, height } = smaller.output;
  if (width * input.height !== height * input.width) return false;
  const { across, down } = factorsFor(input, params);
  if (Math.min(across, down) < 2 * GAP || (across * width) / input.width < GAP) return false;
  const inPixels = typeof params.width !== 'string' && typeof params.height !== 'string';
  const again = scaledExtent(smaller.output, params);
  const isSame = sameExtent(again, scaledExtent(input, params));
  return inPixels && isSame && isWhole(input, params) && isWhole(input, smaller.wanted);
}

/** Whether nothing is cut off or added. */
function isWhole(input: Extent, params: Wanted): boolean {
  const scaled = scaledExtent(input, params);
  return sameExtent(scaled, framedExtent(input, scaled, params));
}

function sameExtent(a: Extent, b: Extent): boolean {
  return a.width === b.width && a.height === b.height;
}

/** How a picture is loaded. */
interface Load {
  /** Whether with sharp's `fastShrinkOnLoad`. */
  readonly isFast: boolean;
  /** What the loader divides the sides by. */
  readonly shrink: Shrink;
}

type LoadedFile = Omit<PipelineEnds, 'turned'>;

/** The fastest load after which all lies in its place; undefined when there is none. */
function loadFor(input: Extent, params: Wanted, file: LoadedFile): Load | undefined {
  const { across, down } = factorsFor(input, params);
  const named = params.fit === 'fill' ? undefined : namedSide(input, params);
  return loadsOf(Math.min(across, down), file).find(
    ({ shrink }) => strayOf(input, params, shrink, named) <= mostStray(file.loader),
  );
}

/** The loads that sharp can be brought to, fastest first. */
function loadsOf(factor: number, { loader, detail = Infinity }: LoadedFile): readonly Load[] {
  if (loader !== 'jpeg') return [{ isFast: false, shrink: 1 }];
  const fast: Load = { isFast: true, shrink: shrinkInSharp(factor, true) };
  const careful: Load = { isFast: false, shrink: shrinkInSharp(factor, false) };
  const leavesEnough = factor / fast.shrink >= LEAST_LEFT || detail <= LITTLE_DETAIL;
  return leavesEnough ? [fast, careful] : [careful];
}

/** The side whose factor holds for both, so that libvips finds the same factor. */
function namedSide(input: Extent, params: Wanted): 'width' | 'height' {
  const { width } = sidesOf(input, params);
  const { across } = factorsFor(input, params);
  return width !== undefined && input.width / width === across ? 'width' : 'height';
}

/** What libvips is told: that side, or both for `fill`. */
function sidesFor(input: Extent, params: Wanted, turned: boolean): { width?: number; height?: number } {
  const { width, height } = params.fit === 'fill' ? scaledExtent(input, params) : sidesOf(input, params);
  const named = params.fit === 'fill' ? undefined : namedSide(input, params);
  return {
    ...(named !== 'height' && width !== undefined && { [turned ? 'height' : 'width']: width }),
    ...(named !== 'width' && height !== undefined && { [turned ? 'width' : 'height']: height }),
  };
}

function crop(pipeline: Sharp, params: Wanted, input: Shape): Sharp {
  const scaled = scaledExtent(input, params);
  const { part } = layOut(input, params);
  if (part.width === scaled.width && part.height === scaled.height) return pipeline;
  return pipeline.extract(part);
}

/** Background around the picture, where sharp's has the same levels. */
function pad(pipeline: Sharp, params: Wanted, input: Shape): Sharp | undefined {
  const scaled = scaledExtent(input, params);
  const frame = framedExtent(input, scaled, params);
  const { place } = layOut(input, params);
  const [right, bottom] = [frame.width - scaled.width - place.left, frame.height - scaled.height - place.top];
  if (right + bottom + place.left + place.top === 0) return pipeline;
  const levels = colorLevels(params.background, 'u8');
  const [r, g, b, alpha] = levels;
  const plain = input.type === 'u8' && input.channels === 3 && alpha === 255;
  if (!plain || !levels.every(Number.isInteger)) return undefined;
  const background = { r, g, b, alpha: 1 };
  return pipeline.extend({ top: place.top, left: place.left, right, bottom, background });
}
