/** How libvips resizes in the same pipeline in which it decodes or encodes. */
import type { Extent, Shape } from '../core/image.ts';
import type { Shrink } from '../formats/format.ts';
import { colorLevels } from './fields.ts';
import type { PipelineEnds, Sharp } from './op.ts';
import { factorsFor, framedExtent, layOut, scaledExtent, sidesOf, type Wanted } from './resize-layout.ts';

/** How a picture is loaded for a resize: in parts by sharp's choice, in fewer, or as it is. */
interface Load {
  readonly how: 'fast' | 'careful' | 'whole';
  /** What the loader divides the sides by. */
  readonly shrink: Shrink;
}

/**
 * By how many pixels of the result anything may lie beside its place. A detailed photo is 40 dB from itself when it is
 * moved by a quarter of a pixel.
 */
const MOST_STRETCH = 0.05;
const MOST_SHIFT = 0.15;

/**
 * Adds the calls to a pipeline. Only where both sides become smaller: libvips moves what it enlarges by half a pixel.
 * Undefined also for linear light, for `nearest`, when `fastShrinkOnLoad` is off, which asks for the exact result, and
 * where libvips would come more than 40 dB from that.
 *
 * A WebP is never scaled by its loader, which averages too few pixels (28 dB). A JPEG is, if its sides divide well.
 */
export function resizeInLibvips(
  pipeline: Sharp,
  params: Wanted,
  input: Shape,
  { turned, loader }: PipelineEnds,
): Sharp | undefined {
  const { kernel, light, fastShrinkOnLoad, fit } = params;
  const { across, down } = factorsFor(input, params);
  const shrinks = across > 1 && down > 1;
  if (!shrinks || light === 'linear' || kernel === 'nearest' || fastShrinkOnLoad !== true) return undefined;
  if (input.type === 'f32') return undefined;
  const load = loadFor(input, params, loader === 'jpeg');
  if (!load) return undefined;
  // sharp shrinks nothing on load of which a part is cut out first.
  const whole = load.how === 'whole' && loader === 'jpeg';
  if (whole) pipeline.extract({ left: 0, top: 0, width: input.width, height: input.height });
  pipeline.resize({
    ...sidesFor(input, params, turned && !whole),
    fit: fit === 'fill' ? 'fill' : 'inside',
    kernel,
    fastShrinkOnLoad: load.how === 'fast' && loader !== 'webp',
  });
  return fit === 'contain' ? pad(pipeline, params, input) : crop(pipeline, params, input);
}

/** The fastest load after which the picture lies where it should; undefined when there is none. */
function loadFor(input: Extent, params: Wanted, isJpeg: boolean): Load | undefined {
  const { across, down } = factorsFor(input, params);
  const least = Math.min(across, down);
  const [fast, careful] = [shrinkFor(least, 1), shrinkFor(least, 2)];
  const loads: readonly Load[] = [
    ...(isJpeg ? [{ how: 'fast', shrink: fast } as const, { how: 'careful', shrink: careful } as const] : []),
    { how: isJpeg && fast > 1 ? 'whole' : 'fast', shrink: 1 },
  ];
  const scaled = scaledExtent(input, params);
  return loads.find(
    ({ shrink }) =>
      isInPlace(input.width, scaled.width, across, shrink) && isInPlace(input.height, scaled.height, down, shrink),
  );
}

/** As sharp chooses it, so that a factor of `left` at least is left to resize. */
function shrinkFor(factor: number, left: 1 | 2): Shrink {
  const shrink = ([8, 4, 2] as const).find((parts) => factor >= parts * left) ?? 1;
  // One less where hardly anything would be left.
  return Math.floor(factor) === shrink && shrink > 1 ? ((shrink / 2) as Shrink) : shrink;
}

/**
 * Whether the pixels of a side lie where they should. The loader and libvips' own averaging of blocks both fill up the
 * last block, and take the picture for as much longer than it is.
 */
function isInPlace(length: number, scaled: number, factor: number, shrink: Shrink): boolean {
  const loaded = Math.ceil(length / shrink);
  const stretch = ((loaded - length / shrink) * shrink) / factor;
  const block = Math.max(1, Math.floor(loaded / (scaled * GAP)));
  const blocks = loaded / block;
  // The picture is then laid in the middle.
  const shift = (((Math.ceil(blocks) - blocks) / 2) * scaled) / blocks;
  return stretch <= MOST_STRETCH && shift <= MOST_SHIFT;
}

/** The factor that libvips leaves for the kernel when it averages blocks first (`gap` of vips_resize). */
const GAP = 2;

/** The side whose factor holds for both, so that libvips finds the same factor; both sides for `fill`. */
function sidesFor(input: Extent, params: Wanted, turned: boolean): { width?: number; height?: number } {
  const named = (width: number | undefined, height: number | undefined) => ({
    ...(width !== undefined && { [turned ? 'height' : 'width']: width }),
    ...(height !== undefined && { [turned ? 'width' : 'height']: height }),
  });
  if (params.fit === 'fill') {
    const { width, height } = scaledExtent(input, params);
    return named(width, height);
  }
  const { width, height } = sidesOf(input, params);
  const { across } = factorsFor(input, params);
  const byWidth = width !== undefined && input.width / width === across;
  return byWidth ? named(width, undefined) : named(undefined, height);
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
