import type { Image } from '../core/image.ts';
import { SAMPLE_BYTES, type Samples, viewSamples } from '../core/pixel.ts';
import type { Weights } from '../math/kernels.ts';
import type { Arithmetic } from './simd/arithmetic.ts';
import { CONVERSIONS } from './simd/conversions.ts';
import { Simd } from './simd/simd.ts';

/** Pixels that one is made of at most; with more of them the shares of bytes would have too few bits. */
const MOST_TAPS = 256;

/** Samples that are kept at most of the rows that a row is made of: 32 MiB of bytes, as 16 bits. */
const RING = 2 ** 24;

/** Whether a picture can be scaled by such weights here: integers without alpha. */
export function fitsPlain({ width, channels, type }: Image, rows: Weights, columns: Weights): boolean {
  const plain = type !== 'f32' && (channels === 1 || channels === 3);
  return plain && Math.max(rows.taps, columns.taps) <= MOST_TAPS && rows.taps * width * channels <= RING;
}

/**
 * Scales a picture that `fitsPlain`, the rows first: bytes in numbers of 16 bits, off by 0.1 levels before they are
 * rounded, 16 bits in floats. `store` gets each row of the result, in memory that the next one overwrites.
 */
export function resamplePlain(
  input: Image,
  rows: Weights,
  columns: Weights,
  store: (line: Samples, y: number) => void,
): void {
  const { width, channels, data, type } = input;
  const { arithmetic, load, store: round } = CONVERSIONS[type];
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const narrow = columns.starts.length * channels;
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  Simd.run((simd) => {
    const samples = simd.take(Math.max(length, narrow) * SAMPLE_BYTES[type]);
    const down = scaleDown(simd, arithmetic, rows, length, (y, at) => {
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      load(simd, samples, length, at);
    });
    const across = scaleAcross(simd, arithmetic, columns, channels);
    // Shares of nothing are multiplied as well, with pixels behind the end.
    const line = simd.take((length + columns.taps * channels) * arithmetic.bytes);
    const result = simd.take(narrow * arithmetic.bytes);
    for (let y = 0; y < rows.starts.length; y++) {
      down(y, line);
      across(line, result);
      round(simd, result, narrow, samples);
      store(viewSamples(type, simd.bytes.buffer, samples, narrow), y);
    }
  });
}

/** Makes row `y` of a picture's own, of which only as many are kept as it takes. */
function scaleDown(
  simd: Simd,
  arithmetic: Arithmetic,
  { taps, starts, weights }: Weights,
  length: number,
  load: (y: number, at: number) => void,
): (y: number, to: number) => void {
  const shares = arithmetic.takeShares(simd, taps, weights);
  const stride = Math.ceil((length * arithmetic.bytes) / 64) * 64;
  const ring = simd.take(taps * stride);
  const places = simd.take(4 * shares.taps);
  const slot = (row: number) => ring + (row % taps) * stride;
  let next = 0;
  return (y, to) => {
    const start = starts[y] as number;
    for (next = Math.max(next, start); next < start + taps; next++) load(next, slot(next));
    for (let tap = 0; tap < shares.taps; tap++) simd.words[places / 4 + tap] = slot(start + tap);
    arithmetic.sum(simd, places, shares, shares.table + y * shares.row, length, to);
  };
}

/** Makes a row of another, which may be read as many pixels behind its end as there are taps. */
function scaleAcross(
  simd: Simd,
  arithmetic: Arithmetic,
  { taps, starts, weights }: Weights,
  channels: number,
): (from: number, to: number) => void {
  const shares = arithmetic.takeShares(simd, taps, weights);
  const pixels = starts.length;
  const places = simd.take(4 * pixels);
  const rows = simd.take(4 * pixels);
  const pixel = channels * arithmetic.bytes;
  for (let x = 0; x < pixels; x++) {
    simd.words[places / 4 + x] = (starts[x] as number) * pixel;
    simd.words[rows / 4 + x] = shares.table + x * shares.row;
  }
  return (from, to) => arithmetic.mix(simd, places, shares, rows, { from, pixels, channels, to });
}
