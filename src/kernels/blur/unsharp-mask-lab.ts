/** Unsharp masking of L of CIE L*a*b* in 32-bit SIMD, as sharp's `sharpen` with a sigma. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { symmetricFilter } from '../../math/gaussian.ts';
import { FROM_FRACTIONS, TO_FRACTIONS } from '../../math/lab.ts';
import { blockReader, blockWriter, eachBlock } from '../pixels/color-blocks.ts';
import { takeFloats } from '../pixels/color-matrix.ts';
import { BLOCK, PLANE } from '../pixels/color-planes.ts';
import { FLOATS } from '../simd/arithmetic.ts';
import { Simd } from '../simd/simd.ts';
import { faintAlpha } from './mixing-space.ts';
import { AHEAD, convolveInMemory } from './separable-convolution.ts';

/**
 * How L changes by its difference to the blur: slope `m1` up to `x1` and `m2` above, at most `y2` up and `y3` down.
 */
interface SharpenCurve {
  readonly m1: number;
  readonly m2: number;
  readonly x1: number;
  readonly y2: number;
  readonly y3: number;
}

/**
 * Largest magnitudes of f32 samples, in parts of white: beyond `FAR` 32 bits cannot represent their light, beyond
 * `BEYOND` they lose too much of it.
 */
const FAR = 4096;
const BEYOND = 1.25;

/** Sharpens pixels from `first` on in f64, given the blurred L of each. */
type ExactSharpening = (first: number, pixels: number, around: (at: number) => number) => void;

const PLANES = 4 * PLANE;

/**
 * Pixels stay as cube roots of X, Y and Z until the rows below are loaded: a change of L adds the same to all three.
 * Blocks with floats beyond white are left to `exactly`. Returns false if some are so far beyond that the result is
 * worthless.
 */
export function* sharpenLightness(
  input: Image,
  weights: Float64Array,
  curve: SharpenCurve,
  exactly: ExactSharpening,
  output: Image,
): Work<boolean> {
  const { width, height } = input;
  const alpha = hasAlpha(input.channels);
  const kept = Math.min(height, (weights.length + 1) / 2 + AHEAD);
  return yield* Simd.lend(function* (simd) {
    const { reachOf, load, store } = rootsOf(simd, input, output);
    const room = Math.ceil(width / BLOCK) * PLANES;
    const ring = simd.take(kept * room);
    const means = simd.take(4 * BLOCK);
    const { m1, m2, x1, y2, y3 } = curve;
    const numbers = takeFloats(simd, [m1, m2, x1, y2, y3]);
    const faint = faintAlpha(input);
    const eachOf = (y: number, visit: (x: number, pixels: number, planes: number) => void) =>
      eachBlock(width, (x, pixels) => visit(x, pixels, ring + (y % kept) * room + (x / BLOCK) * PLANES));
    let near = true;
    const fill = (y: number, at: number) =>
      eachOf(y, (x, pixels, planes) => {
        load(y * width + x, pixels, planes);
        const roots = planes + PLANE;
        if (alpha) simd.code.weigh(roots, planes + 3 * PLANE, pixels, at + 8 * x);
        else simd.bytes.copyWithin(at + 4 * x, roots, roots + 4 * pixels);
      });
    const rows = { width, channels: alpha ? 2 : 1, fill };
    const [columns, lines] = [symmetricFilter(height, weights), symmetricFilter(width, weights)];
    yield* convolveInMemory(simd, FLOATS, rows, [columns], [lines], (at, y) =>
      eachOf(y, (x, pixels, planes) => {
        if (alpha) simd.code.unweigh(at + 8 * x, pixels, faint, planes + PLANE, means);
        const around = alpha ? means : at + 4 * x;
        const reach = reachOf(y * width + x, pixels);
        near &&= reach !== 'far';
        if (reach !== 'usual') {
          exactly(y * width + x, pixels, (pixel) => 116 * (simd.floats[around / 4 + pixel] as number) - 16);
          return;
        }
        simd.code.sharpenRoots(planes, pixels, around, numbers);
        store(y * width + x, pixels, planes);
      }),
    );
    return near;
  });
}

/** Reads pixels as cube roots of X, Y and Z, relative to the white point, in planes; and writes them. */
function rootsOf(simd: Simd, input: Image, output: Image) {
  const { code } = simd;
  const white = WHITE[input.type];
  const [read, write] = [blockReader(simd, input, true), blockWriter(simd, output)];
  const [to, from] = [takeFloats(simd, TO_FRACTIONS), takeFloats(simd, FROM_FRACTIONS)];
  const samples = simd.take(PLANES);
  return {
    /** How far beyond white the samples of some pixels are. */
    reachOf(first: number, pixels: number): 'usual' | 'beyond' | 'far' {
      if (input.type !== 'f32') return 'usual';
      read(first, pixels, samples);
      if (code.areWithin(samples, pixels, BEYOND) !== 0) return 'usual';
      return code.areWithin(samples, pixels, FAR) !== 0 ? 'beyond' : 'far';
    },
    load(first: number, pixels: number, planes: number): void {
      read(first, pixels, planes);
      if (white !== 1) code.multiplyEach(planes, pixels, 1 / white, 1 / white, 1 / white);
      for (let at = 0; at < 3; at++) code.toLight(planes + at * PLANE, pixels);
      code.multiplyColors(planes, pixels, to);
      for (let at = 0; at < 3; at++) code.toRoots(planes + at * PLANE, pixels);
    },
    store(first: number, pixels: number, planes: number): void {
      for (let at = 0; at < 3; at++) code.toFractions(planes + at * PLANE, pixels);
      code.multiplyColors(planes, pixels, from);
      for (let at = 0; at < 3; at++) code.toSamples(planes + at * PLANE, pixels, white);
      write(first, pixels, planes);
    },
  };
}
