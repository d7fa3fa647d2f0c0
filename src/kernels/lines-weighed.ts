import type { Image } from '../core/image.ts';
import { SAMPLE_BYTES } from '../core/pixel.ts';
import type { LineFilter } from '../math/gaussian.ts';
import { viewBytes } from './chunks.ts';
import { filterLines } from './lines.ts';
import { faintAlpha } from './mixing.ts';
import { FLOATS } from './simd/arithmetic.ts';
import { IN_FLOATS } from './simd/conversions.ts';
import { Simd } from './simd/simd.ts';

/** As `convolvePlain`, for pictures with alpha: colours count as much as they are opaque. In floats. */
export function convolveWeighed(input: Image, column: LineFilter, row: LineFilter, output: Image): void {
  const { width, channels, type } = input;
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const faint = faintAlpha(input);
  Simd.run((simd) => {
    const { code } = simd;
    const samples = simd.take(stride);
    const floats = simd.take(4 * length);
    const { load, store } = IN_FLOATS[type];
    const fill = (y: number, at: number) => {
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      if (type === 'f32') code.makeFinite(samples, length);
      load(simd, samples, length, floats);
      code.weighColors(floats, width, channels, at);
    };
    filterLines(simd, FLOATS, { width, channels, fill }, [column], [row], (at, y) => {
      code.unweighColors(at, width, channels, faint, floats);
      store(simd, floats, length, samples);
      to.set(simd.bytes.subarray(samples, samples + stride), y * stride);
    });
  });
}
