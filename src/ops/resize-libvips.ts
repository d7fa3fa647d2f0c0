/** How libvips resizes in the same pipeline in which it decodes or encodes. */
import type { Extent, Shape } from '../core/image.ts';
import { colorLevels } from './fields.ts';
import type { Sharp } from './op.ts';
import { factorsFor, framedExtent, layOut, scaledExtent, sidesOf, type Wanted } from './resize-layout.ts';

/**
 * Adds the calls to a pipeline. Only where both sides become smaller: libvips moves what it enlarges by half a pixel.
 * Undefined also for linear light, for `nearest`, and when `fastShrinkOnLoad` is off, which asks for the exact result.
 * `turned` says that the picture is turned by 90 degrees behind the resize, so that sides are swapped.
 */
export function resizeInLibvips(
  pipeline: Sharp,
  params: Wanted,
  input: Shape,
  turned: boolean,
): Sharp | undefined {
  const { kernel, light, fastShrinkOnLoad, fit } = params;
  const { across, down } = factorsFor(input, params);
  const shrinks = across > 1 && down > 1;
  if (!shrinks || light === 'linear' || kernel === 'nearest' || fastShrinkOnLoad !== true) return undefined;
  if (input.type === 'f32') return undefined;
  pipeline.resize({ ...sidesFor(input, params, turned), fit: fit === 'fill' ? 'fill' : 'inside', kernel });
  return fit === 'contain' ? pad(pipeline, params, input) : crop(pipeline, params, input);
}

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
