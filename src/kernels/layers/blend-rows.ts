/**
 * Blends a layer onto a picture row by row in 32-bit SIMD: the Porter-Duff operators and the blend modes of W3C
 * Compositing and Blending Level 1. The formulas are in math/blend.ts.
 */
import type { Extent, Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { type BlendMode, mixtureOf } from '../../math/blend.ts';
import { Simd } from '../simd/simd.ts';
import { takeRows } from './row-vectors.ts';
import { FAR, scaledRows, type VectorRows } from './scaled-rows.ts';

/** Codes of `blendRow` in assembly/blend.ts. Modes that divide are left to 64 bits. */
const BLENDS: Partial<Record<BlendMode, number>> = {
  multiply: 1,
  screen: 2,
  overlay: 3,
  darken: 4,
  lighten: 5,
  'hard-light': 6,
  'soft-light': 7,
  difference: 8,
  exclusion: 9,
};

/**
 * Modes that are left to 64 bits: their weights are no straight lines over the other layer's alpha, or both may be
 * near 0 at once.
 */
const OTHERS: readonly BlendMode[] = ['saturate', 'xor', 'colour-dodge', 'colour-burn'];

/** Most bytes of a repeated layer that are kept in memory. */
const KEPT = 2 ** 26;

/** Opacity below which 32 bits have too few digits for a nearly transparent result. */
const LEAST = 1e-6;

/** The layer on top, and where its columns and rows lie in the picture. */
interface UpperLayer extends Extent {
  /** The layer's picture, which is scaled to the extent. */
  readonly image: Image;
  readonly opacity: number;
  readonly mode: BlendMode;
  /** Whether linear light is mixed, instead of sRGB samples. */
  readonly linear: boolean;
  /** The layer's column for each column of the picture, -1 for none; the same for rows. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  /** Whether the layer's rows are shown more than once. */
  readonly repeated: boolean;
  /** Whether the picture stays as it is where the layer shows nothing. */
  readonly keeps: boolean;
}

/**
 * Whether 32 bits are enough for a mode. They are not for differences of linear light near 0, where the sRGB curve is
 * steep.
 */
export function blendsInFloats({
  mode,
  opacity,
  linear,
}: Pick<UpperLayer, 'mode' | 'opacity' | 'linear'>): boolean {
  if (linear && (mode === 'difference' || mode === 'exclusion')) return false;
  return !OTHERS.includes(mode) && (opacity === 0 || opacity >= LEAST);
}

/**
 * Blends columns `start` up to `end`. Rows with floats that need 64 bits are left to `work`; rows that stay as they
 * are are skipped.
 */
export function* blendRows(
  input: Image,
  upper: UpperLayer,
  [start, end]: readonly [number, number],
  output: Image,
  work: (y: number) => void,
): Work<void> {
  const { rows, keeps } = upper;
  const pixels = end - start;
  yield* Simd.lend(function* (simd) {
    const { load: loadLower, store } = takeRows(simd, input, output, [start, end]);
    const { load, prepare } = upperRows(simd, upper, [start, end]);
    const [lower, above] = [simd.take(16 * pixels), simd.take(16 * pixels)];
    const blend = upper.linear ? lightBlender(simd, upper, pixels) : blender(simd, upper);
    const isUsual = (at: number) => input.type !== 'f32' || simd.code.areInRange(at, pixels, FAR, 1) !== 0;
    const band = rowsPerYield(pixels);
    yield* prepare();
    for (let y = 0; y < input.height; y++) {
      if (y % band === 0) yield;
      const row = rows[y] as number;
      if (keeps && row < 0) continue;
      loadLower(y, lower);
      if (load(row, above) && isUsual(lower)) {
        blend(lower, above, pixels);
        store(lower, y);
      } else {
        work(y);
      }
    }
  });
}

function blender(simd: Simd, { mode, opacity, keeps }: UpperLayer) {
  const { upper, lower } = mixtureOf(mode);
  const shares = simd.take(16);
  // Each weight is a straight line over the other layer's alpha.
  const lines = [upper, lower].flatMap((share) => [share(1, 0), share(1, 1) - share(1, 0)]);
  simd.floats.set(lines, shares / 4);
  const blend = BLENDS[mode] ?? 0;
  return (below: number, above: number, pixels: number) =>
    simd.code.blendRow(below, above, pixels, opacity, shares, blend, Number(keeps));
}

/**
 * Decodes both layers to linear light, blends them, and encodes the result. Pixels without anything above stay as
 * they are.
 */
function lightBlender(simd: Simd, upper: UpperLayer, most: number): ReturnType<typeof blender> {
  const { code } = simd;
  const blend = blender(simd, upper);
  const [own, other] = [simd.take(16 * most), simd.take(16 * most)];
  const decode = (at: number, pixels: number, kept: number) => {
    simd.bytes.copyWithin(kept, at, at + 16 * pixels);
    code.toLight(at, 4 * pixels);
    code.takeAlphas(kept, pixels, at);
  };
  return (below, above, pixels) => {
    decode(below, pixels, own);
    decode(above, pixels, other);
    blend(below, above, pixels);
    simd.bytes.copyWithin(other, below, below + 16 * pixels);
    code.toSamples(below, 4 * pixels, 1);
    code.takeAlphas(other, pixels, below);
    if (upper.keeps) code.takeUncovered(own, above, pixels, upper.opacity, below);
  };
}

/** Fills a row with the layer's pixels in some columns; transparent where it shows nothing. */
function upperRows(simd: Simd, upper: UpperLayer, [start, end]: readonly [number, number]) {
  const { load: layer, prepare } = layerRows(simd, upper);
  const whole = simd.take(16 * upper.width);
  const stretches = stretchesOf(upper.columns.subarray(start, end));
  const [byteLength, covered] = [16 * (end - start), stretches.reduce((sum, { count }) => sum + count, 0)];
  const load: VectorRows = (row, to) => {
    if (row < 0 || covered < end - start) simd.bytes.fill(0, to, to + byteLength);
    if (row < 0) return true;
    if (!layer?.(row, whole)) return false;
    for (const { at, from, count } of stretches) {
      simd.bytes.copyWithin(to + 16 * at, whole + 16 * from, whole + 16 * (from + count));
    }
    return true;
  };
  return { load, prepare };
}

/** Groups neighbouring columns that show neighbouring columns of the layer. */
function stretchesOf(columns: Int32Array) {
  const stretches: { at: number; from: number; count: number }[] = [];
  columns.forEach((from, at) => {
    const last = stretches.at(-1);
    if (last && at === last.at + last.count && from === last.from + last.count) last.count++;
    else if (from >= 0) stretches.push({ at, from, count: 1 });
  });
  return stretches;
}

/**
 * The layer's own rows. `prepare` computes those of a repeated layer first, since they are then read in any order.
 */
interface LayerRows {
  readonly load: VectorRows | undefined;
  prepare(): Work<void>;
}

function layerRows(simd: Simd, upper: UpperLayer): LayerRows {
  const { image, width, height, repeated } = upper;
  const made = scaledRows(simd, image, upper);
  const same = image.width === width && image.height === height;
  if (!repeated || same || !made) return { load: made, *prepare() {} };
  if (16 * width * height > KEPT) return { load: undefined, *prepare() {} };
  const kept: (Float32Array | undefined)[] = [];
  const place = simd.take(16 * width);
  return {
    load(y, to) {
      const row = kept[y];
      if (row) simd.floats.set(row, to / 4);
      return row !== undefined;
    },
    *prepare() {
      const band = rowsPerYield(width);
      for (let next = 0; next < height; next++) {
        const usual = made(next, place);
        kept.push(usual ? simd.floats.slice(place / 4, place / 4 + 4 * width) : undefined);
        if (next % band === 0) yield;
      }
    },
  };
}
