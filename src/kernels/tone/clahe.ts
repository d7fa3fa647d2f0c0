/** Contrast-limited adaptive histogram equalisation (CLAHE) in SIMD. */
import type { Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { blockReader, blockWriter, eachBlock } from '../pixels/color-blocks.ts';
import { BLOCK, PLANE } from '../pixels/color-planes.ts';
import { levelsPerUnit } from '../pixels/histogram.ts';
import { Simd } from '../simd/simd.ts';
import {
  type Curves,
  clippedCurves,
  LEVELS,
  placeOf,
  WINDOWS_PER_YIELD,
  type Windows,
} from './clahe-curves.ts';

/**
 * Counts the histograms of all windows, and gives each pixel the luma between the curves of the four windows around
 * it.
 */
export function* equaliseAdaptively(
  input: Image,
  windows: Windows,
  slope: number,
  output: Image,
): Work<void> {
  const curves = yield* Simd.lend(function* (simd) {
    const countsOf = yield* countWindows(simd, input, windows);
    return yield* clippedCurves(windows.columns * windows.rows, countsOf, slope);
  });
  yield* Simd.lend((simd) => applyCurves(simd, input, curves, windows, output));
}

/** `countLevels` in SIMD. The counts of a window stay in the SIMD memory. */
function* countWindows(
  simd: Simd,
  input: Image,
  { columns, rows }: Windows,
): Work<(window: number) => Uint32Array> {
  const { code } = simd;
  const { width, height, type } = input;
  // A level of -1 is counted in the word in front of a window, which no level uses.
  const size = LEVELS + 1;
  const room = simd.take(4 * (size * columns * rows + 1));
  for (let row = 0; row < rows; row++) {
    simd.bytes.fill(0, room + 4 * size * columns * row, room + 4 * (size * columns * (row + 1) + 1));
    yield;
  }
  const countsOf = (window: number) => room + 4 + 4 * size * window;
  const planes = simd.take(4 * PLANE);
  const levels = simd.take(4 * BLOCK);
  const read = blockReader(simd, input);
  const band = rowsPerYield(width);
  for (let y = 0; y < height; y++) {
    if (y % band === 0) yield;
    const row = Math.floor((y * rows) / height) * columns;
    eachBlock(width, (first, pixels) => {
      read(y * width + first, pixels, planes);
      code.lumaLevels(planes, pixels, levelsPerUnit(input), levels);
      if (type !== 'u8') code.levelsToBytes(levels, pixels);
      for (let x = first; x < first + pixels; ) {
        const column = Math.floor((x * columns) / width);
        const end = Math.min(first + pixels, Math.ceil(((column + 1) * width) / columns));
        code.countLevels(levels + 4 * (x - first), end - x, countsOf(row + column));
        x = end;
      }
    });
  }
  const { buffer } = simd.bytes;
  return (window) => new Uint32Array(buffer, countsOf(window), LEVELS);
}

/** `between` for every pixel. The curves above and below a row are mixed first, for all pixels of the row. */
function* applyCurves(
  simd: Simd,
  input: Image,
  curves: Curves,
  { columns, rows }: Windows,
  output: Image,
): Work<void> {
  const { code } = simd;
  const { width, height, type } = input;
  const all = simd.take(4 * LEVELS * columns * rows);
  for (const [index, block] of curves.entries()) {
    simd.floats.set(block, all / 4 + LEVELS * WINDOWS_PER_YIELD * index);
    yield;
  }
  const mixed = simd.take(4 * LEVELS * columns);
  const columnsOf = takePlaces(simd, width, columns);
  const planes = simd.take(4 * PLANE);
  const [lumas, changes] = [simd.take(8 * BLOCK), simd.take(4 * BLOCK)];
  const [read, write] = [blockReader(simd, input), blockWriter(simd, output)];
  const band = rowsPerYield(width);
  for (let y = 0; y < height; y++) {
    if (y % band === 0) yield;
    const { first: above, second: below, part } = placeOf(y, height, rows);
    const length = LEVELS * columns;
    code.mixRows(all + 4 * above * length, all + 4 * below * length, length, part, mixed);
    eachBlock(width, (x, pixels) => {
      read(y * width + x, pixels, planes);
      if (type === 'f32') {
        code.lumasOf(planes, pixels, lumas);
      } else {
        code.lumaLevels(planes, pixels, 1, changes);
        code.levelsToLumas(changes, pixels, lumas);
      }
      const [lefts, rights, parts] = columnsOf.map((place) => place + 4 * x) as [number, number, number];
      code.changesByCurves(lumas, pixels, WHITE[type], mixed, lefts, rights, parts, changes);
      code.addChanges(planes, pixels, changes);
      write(y * width + x, pixels, planes);
    });
  }
}

/**
 * For each column of pixels: the bytes at which the curves on its left and right begin, and its part of the way
 * between them.
 */
function takePlaces(simd: Simd, width: number, columns: number): readonly number[] {
  const [lefts, rights, parts] = [simd.take(4 * width), simd.take(4 * width), simd.take(4 * width)];
  for (let x = 0; x < width; x++) {
    const { first, second, part } = placeOf(x, width, columns);
    simd.words[lefts / 4 + x] = 4 * LEVELS * first;
    simd.words[rights / 4 + x] = 4 * LEVELS * second;
    simd.floats[parts / 4 + x] = part;
  }
  return [lefts, rights, parts];
}
