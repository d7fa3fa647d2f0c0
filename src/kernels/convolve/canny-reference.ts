/** Canny's edge detector, the obvious way: the reference. */
import { type Image, pixelCount } from '../../core/image.ts';
import { nearest } from '../pixels/edges.ts';
import {
  GRADIENT_SHIFT,
  isAlong,
  NO_EDGE,
  readBrightness,
  STRONG,
  smoothingWeights,
  squaredThresholds,
  WEAK,
  WEIGHT_BITS,
  WEIGHT_HALF,
} from './canny-levels.ts';

/** A number for each place of a picture. */
type Field = (x: number, y: number) => number;

interface Thresholds {
  readonly low: number;
  readonly high: number;
}

/** For each pixel, 1 if it is an edge, else 0. */
export function cannyEdgesExactly(input: Image, sigma: number, { low, high }: Thresholds): Uint8Array {
  const { width, height } = input;
  const brightness = new Int32Array(pixelCount(input));
  readBrightness(input, 0, brightness);
  const level: Field = (x, y) => brightness[nearest(y, height) * width + nearest(x, width)] as number;
  const weights = smoothingWeights(sigma);
  const kept = (field: Field): Field => {
    const values = Array.from(brightness, (_, at) => field(at % width, Math.floor(at / width)));
    return (x, y) => values[nearest(y, height) * width + nearest(x, width)] as number;
  };
  const along = kept((x, y) => weigh(weights, (reach) => level(x + reach, y)));
  const smooth = kept((x, y) => weigh(weights, (reach) => along(x, y + reach)) >> GRADIENT_SHIFT);
  const kinds = classify(smooth, input, squaredThresholds(low, high));
  growStrong(kinds, width);
  return kinds.map((kind) => (kind === STRONG ? 1 : 0));
}

function weigh(weights: Int32Array, levelAt: (reach: number) => number): number {
  let sum = WEIGHT_HALF;
  weights.forEach((weight, reach) => {
    sum += weight * (reach === 0 ? levelAt(0) : levelAt(reach) + levelAt(-reach));
  });
  return sum >> WEIGHT_BITS;
}

function classify(level: Field, { width, height }: Image, [low, high]: [number, number]): Uint8Array {
  const sobel = (x: number, y: number) => {
    let [across, down] = [0, 0];
    for (const step of [-1, 0, 1]) {
      const weight = 2 - Math.abs(step);
      across += weight * (level(x + 1, y + step) - level(x - 1, y + step));
      down += weight * (level(x + step, y + 1) - level(x + step, y - 1));
    }
    return { across, down, square: across * across + down * down };
  };
  const squareAt: Field = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : sobel(x, y).square);
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const { across, down, square } = sobel(x, y);
    const [dx, dy] = gradientStep(across, down);
    if (square < low || square <= squareAt(x - dx, y - dy) || square < squareAt(x + dx, y + dy))
      return NO_EDGE;
    return square >= high ? STRONG : WEAK;
  });
}

/**
 * The step to the neighbour to which a gradient points most nearly, or to the opposite one: the later of the two in
 * reading order.
 */
function gradientStep(across: number, down: number): [dx: number, dy: number] {
  if (isAlong(Math.abs(across), Math.abs(down))) return [1, 0];
  if (isAlong(Math.abs(down), Math.abs(across))) return [0, 1];
  return [across < 0 === down < 0 ? 1 : -1, 1];
}

/** Makes weak edges next to strong ones strong, until nothing changes. */
function growStrong(kinds: Uint8Array, width: number): void {
  const height = kinds.length / width;
  const isStrong = (x: number, y: number) =>
    x >= 0 && x < width && y < height && kinds[y * width + x] === STRONG;
  const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const));
  for (let found = true; found; ) {
    found = false;
    kinds.forEach((kind, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      if (kind !== WEAK || !around.some(([dx, dy]) => isStrong(x + dx, y + dy))) return;
      kinds[at] = STRONG;
      found = true;
    });
  }
}
