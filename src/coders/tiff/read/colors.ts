/** Converts the samples of a page to gray or sRGB: depth, palettes, YCbCr, Lab and inks. */

import { NoirError } from '../../../core/errors.ts';
import { allocateSamples, type Samples, WHITE } from '../../../core/pixel.ts';
import type { ColorTable } from '../../../formats/icc/color-table.ts';
import { COLOR_MODELS } from '../../../formats/tiff/layout.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { type InPieces, inPieces } from '../../pauses.ts';
import type { ColorMap } from './color-map.ts';
import { inksToRgb } from './inks.ts';
import { labToRgb } from './lab.ts';
import { paletteToRgb } from './palette.ts';
import { ycbcrToRgb } from './ycbcr.ts';

/**
 * The samples of a page with one or three colour channels, and its extra band if it has one. `table` converts inks;
 * without it a page of inks throws `unsupported-format`.
 */
export function* toColors(picture: TiffPicture, source: Samples, table?: ColorTable): InPieces<Samples> {
  const { type, bands, model } = picture;
  if (model === 'gray' || model === 'rgb') return yield* scaled(picture, source);
  const stride = bands.length;
  const colors = COLOR_MODELS[model].samples;
  const extra = stride - colors;
  const pixels = source.length / stride;
  const goal = allocateSamples(type, pixels * (3 + extra));
  const map = mapOf(picture, table);
  // A palette of 16 bits may have alpha of 16 bits; everything else is of one depth.
  const scale = WHITE[type] / (2 ** picture.bits - 1);
  const convert = (start: number, end: number) => {
    for (let pixel = start; pixel < end; pixel++) {
      const [from, to] = [pixel * stride, pixel * (3 + extra)];
      map(source, from, goal, to);
      if (extra > 0) goal[to + 3] = Math.round((source[from + colors] as number) * scale);
    }
  };
  yield* inPieces(pixels, 16 * stride, convert);
  return goal;
}

function mapOf(picture: TiffPicture, table: ColorTable | undefined): ColorMap {
  const { model } = picture;
  if (model === 'palette') return paletteToRgb(picture);
  if (model === 'ycbcr') return ycbcrToRgb(picture);
  if (model === 'lab') return labToRgb(picture);
  if (table?.conversion === 'inks') return inksToRgb(table.words, picture);
  throw new NoirError('unsupported-format', 'TIFF of inks cannot be decoded without sharp');
}

/** Brings packed integers to the whole range of their pixel type, in place. */
function* scaled({ type, format, bits }: TiffPicture, samples: Samples): InPieces<Samples> {
  const depth = type === 'u8' ? 8 : 16;
  if (type === 'f32' || format !== 'unsigned' || bits === depth) return samples;
  const scale = WHITE[type] / (2 ** bits - 1);
  yield* inPieces(samples.length, 1, (start, end) => {
    for (let at = start; at < end; at++) samples[at] = Math.round((samples[at] as number) * scale);
  });
  return samples;
}
