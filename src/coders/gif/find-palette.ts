/** Finds the palette with the smallest squared error for a histogram. */
import type { Simd } from '../../kernels/simd/simd.ts';
import type { InPieces } from '../pauses.ts';

/** The search for a palette ends with a step that leaves more than this share of the squared error. */
const SETTLED = 0.99;

/** Colours between two yields: 2 ms. */
const PIECE = 2 ** 14;

/** Bytes of the histogram, of a palette, and of the slices of a box (`assembly/color-histogram.ts`, `palette.ts`). */
const BINS = 16 << 18;
const [PALETTE, SLICES] = [4096, 1024];

/** A palette in the memory of the SIMD code. */
export interface Found {
  /** Place of the palette, and its bytes. */
  readonly palette: number;
  readonly bytes: number;
  readonly means: number;
  readonly count: number;
}

/** A histogram in the memory of the SIMD code: weight, red, green and blue of each colour. */
interface Colors {
  readonly list: number;
  readonly listed: number;
}

/** Pixels of a picture, in bands: brings each into the memory of the SIMD code, and returns its place and its pixels. */
export type Bands = () => Iterable<{ readonly place: number; readonly count: number }>;

/** Colours that are told apart exactly, at most, and bits of their number in the hash table. Smooth drawings have as few. */
const [FEW_COLORS, FEW_BITS] = [4096, 13];

/** Counts every `step`th pixel. Of many colours, those that differ in the lowest two bits only count as one. */
function* countColors(simd: Simd, bands: Bands, step: number): InPieces<Colors> {
  const { code } = simd;
  const few = 1 << FEW_BITS;
  const table = simd.take(16 * few);
  simd.bytes.fill(0, table, table + 16 * few);
  let exact = 0;
  for (const { place, count } of bands()) {
    exact = code.countExactColors(place, count, step, table, FEW_BITS, exact, FEW_COLORS);
    if (exact > FEW_COLORS) break;
    yield;
  }
  if (exact <= FEW_COLORS) {
    const list = simd.take(16 * exact);
    return { list, listed: code.listExactColors(table, few, list) };
  }
  const bins = simd.take(BINS);
  simd.bytes.fill(0, bins, bins + BINS);
  for (const { place, count } of bands()) {
    code.countColors(place, count, step, bins);
    yield;
  }
  // The list is never longer than what has been read of the bins, so it takes their place.
  return { list: bins, listed: code.listColors(bins, bins) };
}

/** The palette of so many colours at most. Boxes first, whose means are then moved by one step of k-means for each level of effort at most. */
export function* findPalette(
  simd: Simd,
  bands: Bands,
  { step, most, effort }: { readonly step: number; readonly most: number; readonly effort: number },
): InPieces<Found> {
  const { list, listed } = yield* countColors(simd, bands, step);
  const { means, count } = yield* divide(simd, { list, listed }, most);
  const palette = simd.take(PALETTE);
  const sums = simd.take(16 * most);
  simd.bytes.fill(0, sums, sums + 16 * most);
  let bytes = simd.code.writePalette(means, count, palette);
  let before = Infinity;
  for (let step = 0; step < effort; step++) {
    let error = 0;
    for (let at = 0; at < listed; at += PIECE) {
      const piece = Math.min(PIECE, listed - at);
      error += simd.code.sumNearest(list + 16 * at, piece, palette, bytes, sums);
      yield;
    }
    simd.code.takeMeans(sums, count, means);
    bytes = simd.code.writePalette(means, count, palette);
    yield;
    if (error > before * SETTLED) break;
    before = error;
  }
  sortMeans(simd, means, count);
  bytes = simd.code.writePalette(means, count, palette);
  return { palette, bytes, means, count };
}

/** The means of so many boxes at most. */
function* divide(
  simd: Simd,
  { list, listed }: Colors,
  most: number,
): InPieces<Pick<Found, 'means' | 'count'>> {
  const { code } = simd;
  const [order, room, slices] = [simd.take(4 * listed), simd.take(16 * most), simd.take(SLICES)];
  const means = simd.take(16 * most);
  code.openBoxes(list, listed, order, room);
  let count = 1;
  for (let next = 1; count < most; ) {
    next = code.divideWidest(list, order, room, count, slices);
    if (next < 0) break;
    count = next;
    yield;
  }
  code.averageBoxes(list, order, room, count, means);
  return { means, count };
}

/** Orders means by their light, so that colours that are alike lie side by side. */
function sortMeans({ floats }: Simd, means: number, count: number): void {
  const at = means / 4;
  const colors = Array.from({ length: count }, (_, index) =>
    floats.slice(at + 4 * index, at + 4 * index + 4),
  );
  const light = ([, red, green, blue]: Float32Array) =>
    299 * (red as number) + 587 * (green as number) + 114 * (blue as number);
  colors.sort((a, b) => light(a) - light(b));
  for (const [index, color] of colors.entries()) floats.set(color, at + 4 * index);
}

/** Red, green and blue of each colour, and a last one for pixels that are not there. */
export function paletteBytes(simd: Simd, { means, count }: Found, holes: boolean): Uint8Array {
  const bytes = new Uint8Array(3 * (count + (holes ? 1 : 0)));
  for (let index = 0; index < count; index++) {
    for (let channel = 0; channel < 3; channel++) {
      bytes[3 * index + channel] = Math.round(simd.floats[means / 4 + 4 * index + channel + 1] as number);
    }
  }
  return bytes;
}
