/**
 * Affine and perspective warps by tiles of the result, in 32-bit SIMD, with pixels that need 64 bits left to the
 * reference.
 */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES, viewSamples, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { type Interpolator, TAPS } from '../../math/interpolators.ts';
import type { Positions } from '../../math/positions.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { areFinite } from '../pixels/finite.ts';
import { packer } from '../simd/pixel-vectors.ts';
import { Simd } from '../simd/simd.ts';
import { type Box, sourceBox, splitTile } from './warp-box.ts';
import { boxLoader, MOST_ALPHA, MOST_PIXELS } from './warp-source.ts';

interface Warping {
  readonly positions: Positions;
  readonly interpolator: Interpolator;
  /** Red, green, blue and alpha of the pixels around the picture. */
  readonly background: readonly number[];
  /** Whether colours are weighted by their alpha. */
  readonly byAlpha: boolean;
}

/** Computes the pixel at a column and a row of the result, and stores it at sample `at` of `to`. */
export type PixelMaker = (column: number, row: number, to: Pick<Image, 'data'>, at: number) => void;

/** Side of a tile in pixels. What a tile reads stays in the processor's caches, at any angle. */
const SIDE = 128;

/** Side in pixels of the smallest tile. If even that reads too much, it is computed pixel by pixel. */
const LEAST_SIDE = 16;

/** Bytes of the rows of tiles that are held at once. */
const BAND = 2 ** 22;

/** Codes of the interpolators in assembly/warp.ts. */
const WAYS = { nearest: 0, bilinear: 1, bicubic: 2, nohalo: 3 } as const;

/**
 * Part of the highest alpha above which alphas cannot have cancelled out: the absolute weights of bicubic
 * interpolation sum to at most 1.5625, an eighth of which is 0.1953.
 */
const SURE = 0.196;

/**
 * Part of the absolute sum of alphas below which the sum is uncertain in 32 bits: of unknown sign for integers, short
 * of digits for f32, whose tolerance is narrower.
 */
const DOUBT = { u8: 1e-5, u16: 1e-5, f32: 0.25 } as const;

/**
 * Warps a picture. The pixels that a tile reads are laid out as vectors, and rows are interpolated in 32-bit floats
 * at positions in f64. `make` computes the pixels for which this is too coarse, and tiles that read much more than
 * they have, as when a picture shrinks a lot. Returns whether all samples of the result are finite.
 */
export function* warpTiles(input: Image, warping: Warping, output: Image, make: PixelMaker): Work<boolean> {
  const { width, height, channels, type } = output;
  const step = channels * SAMPLE_BYTES[type];
  const stride = Math.ceil((width * step) / 16 + 1) * 16;
  const rows = Math.min(height, SIDE, Math.max(LEAST_SIDE, Math.floor(BAND / stride)));
  const goal = viewBytes(output.data);
  return yield* Simd.lend(function* (simd) {
    let allFinite = true;
    const band = simd.take(stride * rows);
    const work = tileWarper(simd, input, warping, output, { band, stride, make });
    for (let top = 0; top < height; top += rows) {
      const size = { top, height: Math.min(rows, height - top) };
      for (let left = 0; left < width; left += SIDE) {
        yield* work({ ...size, left, width: Math.min(SIDE, width - left) }, top);
      }
      for (let row = 0; row < size.height; row++) {
        const from = band + row * stride;
        if (type === 'f32') allFinite &&= areFinite(simd, from, width * channels);
        goal.set(simd.bytes.subarray(from, from + width * step), (top + row) * width * step);
      }
    }
    return allFinite;
  });
}

/** The rows of tiles in the SIMD memory: place, bytes from row to row, and how single pixels are computed. */
interface RowBuffer {
  readonly band: number;
  readonly stride: number;
  readonly make: PixelMaker;
}

/** Warps the tiles of rows that begin at `start`. A tile may write up to 15 bytes into the one to its right. */
function tileWarper(
  simd: Simd,
  input: Image,
  warping: Warping,
  output: Image,
  { band, stride, make }: RowBuffer,
): (tile: Box, start: number) => Work<void> {
  const { positions, interpolator } = warping;
  const { channels, type } = output;
  const step = channels * SAMPLE_BYTES[type];
  const moved = interpolator === 'nearest';
  const source = boxLoader(simd, input, { ...warping, moved });
  const makeRow = rowWarper(simd, input, warping, source.place);
  const [line, rest] = [simd.take(16 * SIDE), simd.take(4 * SIDE)];
  const pack = packer(simd, output);
  // No more memory is taken below, so views stay valid.
  const { buffer, byteLength } = simd.bytes;
  const result = { data: viewSamples(type, buffer, 0, Math.floor(byteLength / SAMPLE_BYTES[type])) };
  const makeAt = (x: number, y: number, to: number) => make(x, y, result, to / SAMPLE_BYTES[type]);
  function* work(tile: Box, start: number): Work<void> {
    const { left, top, width, height } = tile;
    const box = sourceBox(positions, tile, input, interpolator);
    const fits = box && box.width * box.height <= MOST_PIXELS && source.load(box);
    if (!fits && Math.max(width, height) > LEAST_SIDE) {
      for (const half of splitTile(tile)) yield* work(half, start);
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

type ColumnRange = Pick<Box, 'left' | 'width'>;

/**
 * Interpolates a row of a tile from the box at `place`. The indices of pixels that need 64 bits go to `rest`; returns
 * how many.
 */
function rowWarper(simd: Simd, input: Image, warping: Warping, place: number) {
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
  return (box: Box, { left, width }: ColumnRange, y: number, to: number, rest: number): number => {
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
