import type { Image } from '../core/image.ts';
import { type PixelType, SAMPLE_BYTES } from '../core/pixel.ts';
import type { LineFilter } from '../math/gaussian.ts';
import { filterLines } from './lines.ts';
import { type Arithmetic, FINE, FLOATS } from './simd/arithmetic.ts';
import { Simd } from './simd/simd.ts';

/** Bits behind the point of a byte in 16, one of which is the sign. */
const BITS = 7;

/** How rows of a pixel type become rows that can be summed, and again samples; `length` samples from place to place. */
interface Conversion {
  readonly arithmetic: Arithmetic;
  load(simd: Simd, from: number, length: number, to: number): void;
  store(simd: Simd, from: number, length: number, to: number): void;
}

const CONVERSIONS: Readonly<Record<PixelType, Conversion>> = {
  u8: {
    arithmetic: FINE,
    load: ({ code }, from, length, to) => code.widen(from, length, BITS, to),
    store: ({ code }, from, length, to) => code.narrow(from, length, BITS, to),
  },
  u16: {
    arithmetic: FLOATS,
    load: ({ code }, from, length, to) => code.toFloats(from, length, to),
    store: ({ code }, from, length, to) => code.toHalves(from, length, to),
  },
  f32: {
    arithmetic: FLOATS,
    load({ code, bytes }, from, length, to) {
      code.makeFinite(from, length);
      bytes.copyWithin(to, from, from + 4 * length);
    },
    store: ({ bytes }, from, length, to) => bytes.copyWithin(to, from, from + 4 * length),
  },
};

/**
 * As `convolve`, for samples that are mixed as they are, in rows that never leave the SIMD code's memory: u8 in
 * numbers of 16 bits, the others in floats. NaN and infinities count as 0.
 */
export function convolvePlain(
  { width, channels, type, data }: Image,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  output: Image,
): void {
  const { arithmetic, load, store } = CONVERSIONS[type];
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const to = new Uint8Array(output.data.buffer, output.data.byteOffset, output.data.byteLength);
  Simd.run((simd) => {
    const samples = simd.take(stride);
    const fill = (y: number, at: number) => {
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      load(simd, samples, length, at);
    };
    filterLines(simd, arithmetic, { width, channels, fill }, columns, rows, (at, y) => {
      store(simd, at, length, samples);
      to.set(simd.bytes.subarray(samples, samples + stride), y * stride);
    });
  });
}
