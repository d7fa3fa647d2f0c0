/**
 * Gray levels in 8 bits and what `stats` and the crops say of them: sharpness and the dominant colour, as libvips
 * computes them.
 */
import { type Image, pixelCount } from '../../core/image.ts';
import { roundLevel, type Samples, WHITE } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { LUMA, toEncoded, toLinear } from '../../math/srgb.ts';

/** Pixels, or samples, between two yields. */
const STRETCH = 2 ** 16;

/** Converts samples to 8 bits: the nearest level of 255; NaN becomes black. */
export function* byteSamples({ data, type }: Image): Work<Uint8Array> {
  if (data instanceof Uint8Array) return data;
  const bytes = new Uint8Array(data.length);
  const scale = 255 / WHITE[type];
  for (let first = 0; first < data.length; first += STRETCH) {
    roundSamples(data.subarray(first, first + STRETCH), scale, bytes.subarray(first, first + STRETCH));
    yield;
  }
  return bytes;
}

function roundSamples(from: Samples, scale: number, to: Uint8Array): void {
  for (let at = 0; at < to.length; at++) to[at] = roundLevel((from[at] as number) * scale, 255);
}

const LEVELS = Array.from({ length: 256 }, (_, level) => level);

/** Linear light of each 8-bit level, in fractions of white. */
const LIGHT = Float64Array.from(LEVELS, (level) => toLinear(level / 255));

/** sRGB levels of linear light in 255 steps, the last one twice. */
const ENCODED = Float64Array.from([...LEVELS, 255], (step) => Math.floor(255 * toEncoded(step / 255) + 0.5));

/**
 * The gray of each pixel in 8 bits, by luminance (BT.709 weights on linear light). Alpha does not count. Interpolates
 * between the rounded levels of `ENCODED`, as libvips does, so that statistics are the same.
 */
export function* grayLevels(bytes: Uint8Array, channels: number): Work<Uint8Array> {
  if (channels === 1) return bytes;
  const gray = new Uint8Array(bytes.length / channels);
  const convert = channels === 2 ? takeGray : grayer();
  for (let first = 0; first < gray.length; first += STRETCH) {
    const end = first + STRETCH;
    convert(bytes.subarray(first * channels, end * channels), channels, gray.subarray(first, end));
    yield;
  }
  return gray;
}

function takeGray(bytes: Uint8Array, channels: number, gray: Uint8Array): void {
  for (let at = 0; at < gray.length; at++) gray[at] = bytes[channels * at] as number;
}

function grayer(): typeof takeGray {
  const [red, green, blue] = LUMA.rec709.map((weight) => LIGHT.map((light) => 255 * weight * light)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return (bytes, channels, gray) => {
    for (let at = 0, from = 0; at < gray.length; at++, from += channels) {
      const light =
        (red[bytes[from] as number] as number) +
        (green[bytes[from + 1] as number] as number) +
        (blue[bytes[from + 2] as number] as number);
      const step = light | 0;
      const below = ENCODED[step] as number;
      gray[at] = (below + ((ENCODED[step + 1] as number) - below) * (light - step) + 0.5) | 0;
    }
  };
}

/**
 * Standard deviation of the Laplacian `0 1 0, 1 -4 1, 0 1 0` divided by 9, with the edges repeated. It grows with
 * fine detail.
 */
export function* sharpnessOf(gray: Uint8Array, image: Image): Work<number> {
  const { width, height } = image;
  const sums = { sum: 0, squares: 0 };
  const band = rowsPerYield(width, STRETCH);
  for (let y = 0; y < height; y++) {
    addLaplacian(gray, image, y, sums);
    if (y % band === 0) yield;
  }
  const { sum, squares } = sums;
  const count = pixelCount(image);
  return Math.sqrt((squares - (sum * sum) / count) / Math.max(1, count - 1)) / 9;
}

/** Adds the Laplacian of a row's pixels, and its squares, to the sums. */
function addLaplacian(
  gray: Uint8Array,
  { width, height }: Image,
  y: number,
  sums: { sum: number; squares: number },
): void {
  let { sum, squares } = sums;
  const row = y * width;
  const above = y > 0 ? row - width : row;
  const below = y < height - 1 ? row + width : row;
  let own = gray[row] as number;
  let left = own;
  for (let x = 0; x < width; x++) {
    const right = x < width - 1 ? (gray[row + x + 1] as number) : own;
    const value = left + right + (gray[above + x] as number) + (gray[below + x] as number) - 4 * own;
    sum += value;
    squares += value * value;
    left = own;
    own = right;
  }
  sums.sum = sum;
  sums.squares = squares;
}

/** Levels of a bin of `dominantColor`: 257 sixteenths and not 256, as in libvips. */
const BIN = 257 / 16;

/** The middle of the fullest of 16 x 16 x 16 bins of colours; on a tie the first one by red, green and blue. */
export function* dominantColor(
  bytes: Uint8Array,
  channels: number,
): Work<{ r: number; g: number; b: number }> {
  const counts = new Uint32Array(16 ** 3);
  for (let first = 0; first < bytes.length; first += STRETCH * channels) {
    countBins(bytes.subarray(first, first + STRETCH * channels), channels, counts);
    yield;
  }
  let best = 0;
  for (let bin = 1; bin < counts.length; bin++)
    if ((counts[bin] as number) > (counts[best] as number)) best = bin;
  const middle = (bin: number) => 16 * (bin & 15) + 8;
  return { r: middle(best >> 8), g: middle(best >> 4), b: middle(best) };
}

const BINS = Uint8Array.from(LEVELS, (level) => level / BIN);

function countBins(bytes: Uint8Array, channels: number, counts: Uint32Array): void {
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let at = 0; at < bytes.length; at += channels) {
    const bin =
      ((BINS[bytes[at] as number] as number) << 8) |
      ((BINS[bytes[at + green] as number] as number) << 4) |
      (BINS[bytes[at + blue] as number] as number);
    counts[bin] = (counts[bin] as number) + 1;
  }
}
