/** Thresholds of integer samples, by level or by luminance, in SIMD. */
import { colorChannels, hasAlpha } from '../../core/image.ts';
import { type Channels, quantize, SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { LUMA, toEncoded, toLinear } from '../../math/srgb.ts';
import { inChunks } from '../pixels/chunks.ts';
import { rememberLast } from '../pixels/remember-last.ts';
import type { SampleMap } from '../pixels/sample-maps.ts';
import { takeMasks, VECTOR } from '../simd/masks.ts';

/** Pixel types that have levels. */
type Levelled = 'u8' | 'u16';

/** White where a sample is `least` or more, 0 elsewhere; alpha stays. Returns undefined if `least` is above white. */
export function thresholdSamples(least: number, channels: Channels, type: Levelled): SampleMap | undefined {
  const size = SAMPLE_BYTES[type];
  const level = Math.max(0, Math.ceil(least));
  if (level > WHITE[type]) return undefined;
  const isAlpha = (sample: number) => hasAlpha(channels) && sample % channels === channels - 1;
  const kept = Uint8Array.from({ length: VECTOR }, (_, at) => 255 * Number(isAlpha(Math.floor(at / size))));
  return inChunks(channels * size, channels * size, (simd) => {
    const mask = takeMasks(simd, kept);
    const compare = type === 'u8' ? simd.code.bytesFrom : simd.code.halvesFrom;
    return (from, pixels, to) => compare(from, pixels * channels, level, mask, to);
  });
}

/**
 * White where a pixel's gray is `least` or more, 0 elsewhere; alpha stays. The gray of RGB is its luminance, encoded
 * as sRGB and rounded.
 */
export function thresholdLuminance(least: number, channels: Channels, type: Levelled): SampleMap | undefined {
  if (colorChannels(channels) === 1) return thresholdSamples(least, channels, type);
  const step = channels * SAMPLE_BYTES[type];
  const light = leastLight(least, type);
  return inChunks(step, step, (simd) => {
    const { weights, levels } = type === 'u8' ? BYTES : halvesTable('u16');
    const place = simd.take(8 * (weights.length + levels.length));
    new Float64Array(simd.bytes.buffer).set(weights, place / 8);
    new Float64Array(simd.bytes.buffer).set(levels, place / 8 + weights.length);
    const lights = place + 8 * weights.length;
    const compare = type === 'u8' ? simd.code.bytesFromLight : simd.code.halvesFromLight;
    return (from, pixels, to) => compare(from, pixels, channels, lights, light, to);
  });
}

interface Lights {
  readonly weights: readonly number[];
  /** The light of every level. */
  readonly levels: Float64Array;
}

function lightsOf(type: Levelled): Lights {
  const white = WHITE[type];
  const levels = Float64Array.from({ length: white + 1 }, (_, level) => toLinear(level / white));
  return { weights: LUMA.rec709, levels };
}

const BYTES = lightsOf('u8');

/** The table for 16 bits: 512 KiB, and some milliseconds to compute. */
const halvesTable = rememberLast(() => lightsOf('u16'));

/** The smallest luminance whose gray is `least` or more, by bisection. */
function leastLight(least: number, type: Levelled): number {
  const white = WHITE[type];
  const reaches = (light: number) => quantize(type, white * toEncoded(light)) >= least;
  if (reaches(0)) return Number.NEGATIVE_INFINITY;
  if (!reaches(2)) return Number.POSITIVE_INFINITY;
  let [below, above] = [0, 2];
  for (let middle = 1; middle !== below && middle !== above; middle = (below + above) / 2) {
    if (reaches(middle)) above = middle;
    else below = middle;
  }
  return above;
}
