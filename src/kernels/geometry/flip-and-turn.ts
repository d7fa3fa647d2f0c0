/** Flips and quarter turns of a picture, bit for bit, in bands that fit the SIMD memory. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { rowsPerYield } from '../../core/turns.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { pickMask, pixelsInVector, takeMasks } from '../simd/masks.ts';
import { Simd } from '../simd/simd.ts';

/** Bytes of the rows that are mirrored at once. */
const BAND = 2 ** 17;

/** Rows of the source that are turned at once, which is the length of the runs that are written. */
const COLUMN = 256;

/** Columns that are turned, or written as rows, between two yields. */
const COLUMNS = 128;

/** Rows in front of and behind a band: the SIMD code turns blocks of 4 x 4 pixels and may overrun. */
const SPARE = 4;

const bytesOfPixel = ({ channels, type }: Image) => channels * SAMPLE_BYTES[type];

/** Mirrors a picture from left to right, and also from top to bottom if `upsideDown`. */
export function* mirror(input: Image, output: Image, upsideDown: boolean): Work<void> {
  const { width, height } = input;
  const step = bytesOfPixel(input);
  const row = width * step;
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const count = pixelsInVector(step);
  const order = Array.from({ length: count * step }, (_, at) => {
    return (count - 1 - Math.floor(at / step)) * step + (at % step);
  });
  const most = Math.max(1, Math.floor(BAND / row));
  yield* Simd.lend(function* (simd) {
    const mask = takeMasks(simd, pickMask(order, count * step, 1, 1));
    const [band, mirrored] = [
      simd.take(Math.min(most, height) * row),
      simd.take(Math.min(most, height) * row),
    ];
    for (let y = 0; y < height; y += most) {
      const rows = Math.min(most, height - y);
      const first = upsideDown ? height - y - rows : y;
      simd.bytes.set(from.subarray(first * row, (first + rows) * row), band);
      // Mirrored both ways, a band is one long row.
      const [lines, length] = upsideDown ? [1, rows * width] : [rows, width];
      simd.code.mirrorRows(band, lines, length, step, count, mask, mirrored);
      to.set(simd.bytes.subarray(mirrored, mirrored + rows * row), y * row);
      yield;
    }
  });
}

/**
 * Transposes a picture: rows become columns. With `fromBelow` the last row becomes the first column; with `fromRight`
 * the last column becomes the first row.
 */
export function* turn(input: Image, output: Image, fromBelow: boolean, fromRight: boolean): Work<void> {
  const { width, height } = input;
  const step = bytesOfPixel(input);
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const rows = Math.min(COLUMN, height);
  const row = width * step;
  const line = Math.ceil(rows / 4) * 4 * step + 16;
  yield* Simd.lend(function* (simd) {
    const band = simd.take((rows + 2 * SPARE) * row) + SPARE * row;
    const turned = simd.take((width + 2 * SPARE) * line) + SPARE * line;
    const code = turner(simd, step);
    const [down, across] = [fromBelow ? -row : row, fromRight ? -line : line];
    const some = rowsPerYield(width);
    for (let first = 0; first < height; first += rows) {
      const count = Math.min(rows, height - first);
      for (let y = 0; y < count; y += some) {
        const end = first + Math.min(count, y + some);
        simd.bytes.set(from.subarray((first + y) * row, end * row), band + y * row);
        yield;
      }
      const source = fromBelow ? band + (count - 1) * row : band;
      const goal = fromRight ? turned + (width - 1) * line : turned;
      const left = fromBelow ? height - first - count : first;
      for (let x = 0; x < width; x += COLUMNS) {
        const columns = Math.min(COLUMNS, width - x);
        code(source + x * step, down, columns, count, goal + x * across, across);
        yield;
      }
      const { bytes } = simd;
      for (let y = 0; y < width; y++) {
        const at = turned + y * line;
        to.set(bytes.subarray(at, at + count * step), (y * height + left) * step);
        if (y % COLUMNS === 0) yield;
      }
    }
  });
}

type Turner = (
  from: number,
  fromRow: number,
  columns: number,
  rows: number,
  to: number,
  toRow: number,
) => void;

function turner(simd: Simd, step: number): Turner {
  const { code } = simd;
  if (step > 4) {
    return (from, fromRow, columns, rows, to, toRow) =>
      code.turnVectors(from, fromRow, columns, rows, step, to, toRow);
  }
  const own = [0, 1, 2, 3].map((byte) => (byte < step ? byte : undefined));
  const spread = pickMask(own, step, 1, 4);
  const pack = pickMask(own.slice(0, step), 4, 1, 4);
  const masks = takeMasks(simd, spread, pack);
  return (from, fromRow, columns, rows, to, toRow) =>
    code.turnWords(from, fromRow, columns, rows, step, masks, to, toRow);
}
