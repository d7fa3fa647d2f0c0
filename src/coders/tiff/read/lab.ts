/** CIE Lab (TIFF 6.0 section 23) and ICC Lab to sRGB. White is D65, as libvips has it. */
import { LEVEL_LIMIT, roundLevel, type Samples } from '../../../core/pixel.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { PHOTOMETRIC } from '../../../formats/tiff/tags.ts';
import { fromLab } from '../../../math/lab.ts';
import { fastToEncoded } from '../../../math/srgb.ts';
import type { ColorMap } from './color-map.ts';

export function labToRgb({ photometric, bits, type }: TiffPicture): ColorMap {
  const isIcc = photometric === PHOTOMETRIC.iccLab;
  // L = 100 of ICC Lab with 16 bits is 0xff00 (Adobe PageMaker 6.0 TIFF Technical Notes).
  const whole = isIcc && bits === 16 ? 0xff00 : 2 ** bits - 1;
  const unit = 2 ** (bits - 8);
  const half = 2 ** (bits - 1);
  // a and b are signed in CIE Lab, and counted from the middle in ICC Lab.
  const opponent = (source: Samples, at: number) => {
    const value = source[at] as number;
    if (isIcc) return (value - half) / unit;
    return (value >= half ? value - 2 * half : value) / unit;
  };
  const limit = LEVEL_LIMIT[type];
  const color = new Float64Array(3);
  return (source, from, goal, to) => {
    color[0] = ((source[from] as number) * 100) / whole;
    color[1] = opponent(source, from + 1);
    color[2] = opponent(source, from + 2);
    fromLab(color, 0);
    for (let channel = 0; channel < 3; channel++) {
      goal[to + channel] = roundLevel(limit * fastToEncoded(color[channel] as number), limit);
    }
  };
}
