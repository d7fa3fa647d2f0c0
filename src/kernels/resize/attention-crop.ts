/** Finds the point that draws attention, as libvips' `attention` strategy of smartcrop. */
import { createImage, type Image } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import { toEnd } from '../../core/turns.ts';
import { gaussianWeights } from '../../math/gaussian.ts';
import { toLab } from '../../math/lab.ts';
import { toLinear } from '../../math/srgb.ts';
import { byteSamples } from '../pixels/gray-levels.ts';
import { opaqueLevels } from './entropy-crop.ts';
import { resample } from './resample.ts';

/** Cells on each side of the small copy that is searched. */
const SIDE = 32;

/** The direction of skin in XYZ, as in smartcrop.js by J. Wagner. */
const SKIN = [0.78, 0.57, 0.44] as const;

/** Linear sRGB to XYZ, IEC 61966-2-1. */
const TO_XYZ = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
] as const;

/** Luminance, in percent of white, up to which colours do not count. */
const DARK = 5;

/** Height at which the Gaussian is cut off, as a fraction of its peak. */
const FAINT = 0.2;

/**
 * Returns the point as fractions of width and height, for a crop of `width` x `height` pixels around it. A copy of 32
 * x 32 pixels is scored by the edges of its luminance, by how near colours are to skin, and by how red they are (the
 * a of L*a*b*). The scores are blurred by a tenth of the crop's diagonal; the best cell wins.
 *
 * libvips returns the cell's upper left corner, Noir its centre. On a tie, as in a picture of one colour, Noir takes
 * the cell nearest to the centre, libvips the first. Transparent pixels and NaN are black.
 */
export function* attentionPoint(image: Image, width: number, height: number): Work<{ x: number; y: number }> {
  const diagonal = Math.hypot(width / image.width, height / image.height) * SIDE;
  const scores = blur(scoresOf(yield* smallCopy(image)), Math.max(1, diagonal / 10));
  let best = -Infinity;
  let found = 0;
  for (const cell of CELLS) {
    const score = scores[cell] as number;
    // Sums of the same numbers in another order may differ by this much.
    if (score <= best + 1e-9) continue;
    best = score;
    found = cell;
  }
  return { x: ((found % SIDE) + 0.5) / SIDE, y: (Math.floor(found / SIDE) + 0.5) / SIDE };
}

/** All cells, from the centre outwards. */
const CELLS = Array.from({ length: SIDE * SIDE }, (_, cell) => cell).sort((a, b) => outness(a) - outness(b));

function outness(cell: number): number {
  const middle = (SIDE - 1) / 2;
  return Math.hypot((cell % SIDE) - middle, Math.floor(cell / SIDE) - middle);
}

/** The picture in 8 bits with 32 x 32 pixels. */
function* smallCopy(image: Image): Work<Image> {
  const bytes: Image = { ...image, type: 'u8', data: yield* byteSamples(image) };
  const scaled = { width: SIDE, height: SIDE };
  const small = createImage({ ...scaled, channels: image.channels, type: 'u8' });
  const part = { left: 0, top: 0, ...scaled };
  const place = { left: 0, top: 0 };
  yield* resample(
    bytes,
    { kernel: 'lanczos3', linear: false, scaled, part, place, background: [0, 0, 0, 0] },
    small,
  );
  return small;
}

function scoresOf(image: Image): Float64Array {
  const { channels } = image;
  const levels = toEnd(opaqueLevels(image));
  const luminances = new Float64Array(SIDE * SIDE);
  const scores = new Float64Array(SIDE * SIDE);
  const color = new Float64Array(3);
  for (let cell = 0; cell < SIDE * SIDE; cell++) {
    for (let i = 0; i < 3; i++) {
      color[i] = LINEAR[levels[cell * channels + (channels < 3 ? 0 : i)] as number] as number;
    }
    const [x, y, z] = [percent(color, 0), percent(color, 1), percent(color, 2)];
    luminances[cell] = y;
    if (y <= DARK) continue;
    const length = Math.hypot(x, y, z);
    const skin = 100 - 100 * Math.hypot(x / length - SKIN[0], y / length - SKIN[1], z / length - SKIN[2]);
    toLab(color, 0);
    scores[cell] = skin + (color[1] as number);
  }
  for (let cell = 0; cell < scores.length; cell++) {
    scores[cell] = (scores[cell] as number) + 5 * Math.abs(laplacian(luminances, cell));
  }
  return scores;
}

/** Linear light of the levels of 8 bits. */
const LINEAR = Float64Array.from({ length: 256 }, (_, level) => toLinear(level / 255));

/** X, Y or Z of linear sRGB, in percent of white. */
function percent(color: Float64Array, row: 0 | 1 | 2): number {
  const [r, g, b] = TO_XYZ[row];
  return 100 * (r * (color[0] as number) + g * (color[1] as number) + b * (color[2] as number));
}

/** Four times a cell minus its neighbours. The edges are repeated. */
function laplacian(values: Float64Array, cell: number): number {
  const [x, y] = [cell % SIDE, Math.floor(cell / SIDE)];
  return 4 * (values[cell] as number) - around(values, x, y);
}

function around(values: Float64Array, x: number, y: number): number {
  return (
    valueAt(values, x - 1, y) +
    valueAt(values, x + 1, y) +
    valueAt(values, x, y - 1) +
    valueAt(values, x, y + 1)
  );
}

/** The value of a cell; outside the copy that of the nearest one. */
function valueAt(values: Float64Array, x: number, y: number): number {
  const inside = (index: number) => Math.max(0, Math.min(SIDE - 1, index));
  return values[inside(y) * SIDE + inside(x)] as number;
}

function blur(values: Float64Array, sigma: number): Float64Array {
  const radius = Math.floor(sigma * Math.sqrt(-2 * Math.log(FAINT)));
  const weights = gaussianWeights(sigma, radius);
  return blurAlong(blurAlong(values, weights, 1, 0), weights, 0, 1);
}

/** Each cell with its neighbours in a row (`across` 1) or a column (`down` 1), by their weights. */
function blurAlong(
  values: Float64Array,
  weights: ArrayLike<number>,
  across: number,
  down: number,
): Float64Array {
  const radius = (weights.length - 1) / 2;
  return values.map((_, cell) => {
    const [x, y] = [cell % SIDE, Math.floor(cell / SIDE)];
    let sum = 0;
    for (let step = -radius; step <= radius; step++) {
      sum += (weights[step + radius] as number) * valueAt(values, x + across * step, y + down * step);
    }
    return sum;
  });
}
