import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES, viewSamples, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { type Interpolator, TAPS } from '../../math/interpolators.ts';
import type { Positions } from '../../math/positions.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { packer } from '../simd/pixel-vectors.ts';
import { Simd } from '../simd/simd.ts';
import { type Box, boxOf, halvesOf } from './warp-box.ts';
import { MOST_ALPHA, MOST_PIXELS, takeSource } from './warp-source.ts';

interface Warping {
  readonly positions: Positions;
  readonly interpolator: Interpolator;
  /** Red, green, blue and alpha of the pixels around the picture. */
  readonly background: readonly number[];
  /** Whether colours count as much as they are opaque. */
  readonly byAlpha: boolean;
}

/** Makes the pixel of the result in a column and a row, which is sample `at` of a picture of its layout. */
export type MakePixel = (column: number, row: number, to: Pick<Image, 'data'>, at: number) => void;

/** Columns and rows of a tile: what it reads stays in the processor's caches, at any angle. */
const SIDE = 128;

/** Tiles that read too much for this many columns and rows are made pixel by pixel. */
const LEAST_SIDE = 16;

/** Bytes of the rows of tiles that are held at once. */
const BAND = 2 ** 22;

/** The ways of `warpRow` in assembly/warp.ts. */
const WAYS = { nearest: 0, bilinear: 1, bicubic: 2, nohalo: 3 } as const;

/**
 * An alpha above this part of the highest has not cancelled out: weights of bicubic interpolation sum up to 1.5625
 * without their signs, an eighth of which is 0.1953.
 */
const SURE = 0.196;

/**
 * Parts of the absolute sum of alphas below which the sum may have any sign in 32 bits; for floats, whose tolerance is
 * narrower, those at which it has lost digits.
 */
const DOUBT = { u8: 1e-5, u16: 1e-5, f32: 0.25 } as const;

/**
 * A warp by tiles of the result: the pixels that one reads are laid out as vectors, with those around the picture, and
 * rows are interpolated between them in 32-bit floats, from positions in 64. What that is too coarse for, `make` makes,
 * and tiles that read much more than they have: pictures that become much smaller.
 */
export function* warpTiles(input: Image, warping: Warping, output: Image, make: MakePixel): Work<void> {
  const { width, height, channels, type } = output;
  const step = channels * SAMPLE_BYTES[type];
  const stride = Math.ceil((width * step) / 16 + 1) * 16;
  const rows = Math.min(height, SIDE, Math.max(LEAST_SIDE, Math.floor(BAND / stride)));
  const goal = viewBytes(output.data);
  yield* Simd.lend(function* (simd) {
    const band = simd.take(stride * rows);
    const work = tileWorker(simd, input, warping, output, { band, stride, make });
    for (let top = 0; top < height; top += rows) {
      const size = { top, height: Math.min(rows, height - top) };
      for (let left = 0; left < width; left += SIDE) {
        yield* work({ ...size, left, width: Math.min(SIDE, width - left) }, top);
      }
      for (let row = 0; row < size.height; row++) {
        const from = band + row * stride;
        goal.set(simd.bytes.subarray(from, from + width * step), (top + row) * width * step);
      }
    }
  });
}

interface Band {
  readonly band: number;
  readonly stride: number;
  readonly make: MakePixel;
}

/** Makes tiles of a band that begins at row `start`. Each may write up to 15 bytes of the one to its right. */
function tileWorker(
  simd: Simd,
  input: Image,
  warping: Warping,
  output: Image,
  { band, stride, make }: Band,
): (tile: Box, start: number) => Work<void> {
  const { positions, interpolator } = warping;
  const { channels, type } = output;
  const step = channels * SAMPLE_BYTES[type];
  const moved = interpolator === 'nearest';
  const source = takeSource(simd, input, { ...warping, moved });
  const makeRow = rowMaker(simd, input, warping, source.place);
  const [line, rest] = [simd.take(16 * SIDE), simd.take(4 * SIDE)];
  const pack = packer(simd, output);
  // Nothing is taken from here on, so views stay.
  const { buffer, byteLength } = simd.bytes;
  const result = { data: viewSamples(type, buffer, 0, Math.floor(byteLength / SAMPLE_BYTES[type])) };
  const makeAt = (x: number, y: number, to: number) => make(x, y, result, to / SAMPLE_BYTES[type]);
  function* work(tile: Box, start: number): Work<void> {
    const { left, top, width, height } = tile;
    const box = boxOf(positions, tile, input, interpolator);
    const fits = box && box.width * box.height <= MOST_PIXELS && source.load(box);
    if (!fits && Math.max(width, height) > LEAST_SIDE) {
      for (const half of halvesOf(tile)) yield* work(half, start);
      return;
    }
    for (let y = top; y < top + height; y++) {
      const to = band + (y - start) * stride + left * step;
      const count = fits ? makeRow(box, { left, width }, y, line, rest) : width;
      if (fits) pack(line, width, to);
      for (let index = 0; index < count; index++) {
        const x = fits ? (simd.words[rest / 4 + index] as number) : index;
        makeAt(left + x, y, to + x * step);
      }
    }
    yield;
  }
  return work;
}

type Columns = Pick<Box, 'left' | 'width'>;

/** Makes vectors of a row of a tile from a box that lies at `place`; those that it cannot make go to `rest`. */
function rowMaker(simd: Simd, input: Image, warping: Warping, place: number) {
  const { code } = simd;
  const { positions, interpolator, background, byAlpha } = warping;
  const { columns, rows } = positions;
  const { first, count } = TAPS[interpolator];
  const before = interpolator === 'nearest' ? 0 : -1;
  const frame = simd.take(128);
  const length = columns.x.length;
  const [pairs, depths] = [simd.take(16 * length), simd.take(8 * length)];
  const doubles = new Float64Array(simd.bytes.buffer);
  for (let x = 0; x < length; x++) {
    doubles[pairs / 8 + 2 * x] = columns.x[x] as number;
    doubles[pairs / 8 + 2 * x + 1] = columns.y[x] as number;
  }
  doubles.set(columns.z, depths / 8);
  doubles.set([input.width, input.height, before, before], frame / 8);
  simd.floats.set(background, frame / 4 + 16);
  const most = input.type === 'f32' ? MOST_ALPHA : WHITE[input.type];
  simd.words.set([WAYS[interpolator], Number(byAlpha)], frame / 4 + 22);
  simd.floats.set([SURE * most, DOUBT[input.type]], frame / 4 + 24);
  return (box: Box, { left, width }: Columns, y: number, to: number, rest: number): number => {
    const { left: boxLeft, top: boxTop } = box;
    const bounds = new Float64Array(simd.bytes.buffer, frame + 32, 4);
    bounds[0] = boxLeft - first;
    bounds[1] = boxTop - first;
    bounds[2] = boxLeft + box.width - first - count;
    bounds[3] = boxTop + box.height - first - count;
    const origin = place - 16 * ((boxTop - first) * box.width + boxLeft - first);
    simd.words[frame / 4 + 20] = origin;
    simd.words[frame / 4 + 21] = 16 * box.width;
    const [x, at, z] = [rows.x[y] as number, rows.y[y] as number, rows.z[y] as number];
    return code.warpRow(frame, pairs + 16 * left, depths + 8 * left, width, x, at, z, to, rest);
  };
}
