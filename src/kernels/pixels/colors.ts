/** Runs maps of colours in f64 over pictures: how every point op is specified, and runs where nothing faster fits. */
import { type Image, pixelCount } from '../../core/image.ts';
import { type Channels, LEVEL_LIMIT, type PixelType, roundLevel, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';

/**
 * Red, green, blue and alpha of many pixels, as f64 numbers in the pixel type's levels. A gray picture has its gray
 * in all three colours; a picture without alpha is opaque.
 */
export type Colors = Float64Array;

/** Changes every colour in place. */
export type ColorMap = (colors: Colors) => void;

/** Pixels of a block. Its colours stay in the processor's first cache. */
const BLOCK = 1024;

/** Runs a map over pixels `start` up to `end` of a picture, into another of the same extent. */
export function mapColors(
  input: Image,
  output: Image,
  map: ColorMap,
  start = 0,
  end = pixelCount(input),
): void {
  const work = blockMapper(input, output, map);
  for (let first = start; first < end; first += BLOCK) work(first, Math.min(BLOCK, end - first));
}

/** Does the same and yields after each block, since a map may come from the user of the library and be slow. */
export function* mapColorsInTurns(
  input: Image,
  output: Image,
  map: ColorMap,
  start = 0,
  end = pixelCount(input),
): Work<void> {
  const work = blockMapper(input, output, map);
  for (let first = start; first < end; first += BLOCK) {
    work(first, Math.min(BLOCK, end - first));
    yield;
  }
}

/** Returns a function that maps up to `BLOCK` pixels from `first` on. */
function blockMapper(input: Image, output: Image, map: ColorMap): (first: number, pixels: number) => void {
  const block = new Float64Array(4 * BLOCK);
  return (first, pixels) => {
    const colors = pixels === BLOCK ? block : block.subarray(0, 4 * pixels);
    if (input.data instanceof Uint8Array) loadBytes(input.data, input.channels, first, colors);
    else loadColors(input, first, colors);
    map(colors);
    if (output.data instanceof Uint8Array) storeBytes(output.data, output.channels, first, colors);
    else storeColors(output, first, colors);
  };
}

/** Fills `colors` with the pixels from `first` on. */
function loadColors({ data, channels, type }: Image, first: number, colors: Colors): void {
  const white = WHITE[type];
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  const opaque = channels === 1 || channels === 3;
  let from = first * channels;
  for (let at = 0; at < colors.length; at += 4) {
    colors[at] = data[from] as number;
    colors[at + 1] = data[from + green] as number;
    colors[at + 2] = data[from + blue] as number;
    colors[at + 3] = opaque ? white : (data[from + channels - 1] as number);
    from += channels;
  }
}

/**
 * `loadColors` for 8 bits. V8 runs a function that sees several kinds of arrays at half the speed, and this kind is
 * the usual one.
 */
function loadBytes(data: Uint8Array, channels: Channels, first: number, colors: Colors): void {
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  const alpha = channels === 4 ? 3 : channels === 2 ? 1 : -1;
  let from = first * channels;
  for (let at = 0; at < colors.length; at += 4) {
    colors[at] = data[from] as number;
    colors[at + 1] = data[from + green] as number;
    colors[at + 2] = data[from + blue] as number;
    colors[at + 3] = alpha < 0 ? 255 : (data[from + alpha] as number);
    from += channels;
  }
}

/** `storeColors` for 8 bits. Like `roundLevel`, the clamped array limits numbers and takes NaN for 0. */
function storeBytes(data: Uint8Array, channels: Channels, first: number, colors: Colors): void {
  const to = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const alpha = channels === 4 ? 3 : channels === 2 ? 1 : -1;
  let at = first * channels;
  for (let from = 0; from < colors.length; from += 4) {
    to[at] = Math.floor((colors[from] as number) + 0.5);
    if (channels >= 3) {
      to[at + 1] = Math.floor((colors[from + 1] as number) + 0.5);
      to[at + 2] = Math.floor((colors[from + 2] as number) + 0.5);
    }
    if (alpha > 0) to[at + alpha] = Math.floor((colors[from + 3] as number) + 0.5);
    at += channels;
  }
}

/** Stores colours as the pixels from `first` on, rounded. Gray pictures take red. */
function storeColors({ data, channels, type }: Image, first: number, colors: Colors): void {
  const limit = LEVEL_LIMIT[type];
  let to = first * channels;
  for (let at = 0; at < colors.length; at += 4) {
    data[to] = roundLevel(colors[at] as number, limit);
    if (channels >= 3) {
      data[to + 1] = roundLevel(colors[at + 1] as number, limit);
      data[to + 2] = roundLevel(colors[at + 2] as number, limit);
    }
    if (channels === 2) data[to + 1] = roundLevel(colors[at + 3] as number, limit);
    if (channels === 4) data[to + 3] = roundLevel(colors[at + 3] as number, limit);
    to += channels;
  }
}

/** Rounds every sample as storing it in the pixel type would. */
export function quantizeColors(type: PixelType, colors: Colors): void {
  const limit = LEVEL_LIMIT[type];
  if (type === 'f32') {
    for (let at = 0; at < colors.length; at++) colors[at] = Math.fround(colors[at] as number);
  } else {
    for (let at = 0; at < colors.length; at++) colors[at] = roundLevel(colors[at] as number, limit);
  }
}

/** Returns a map that changes every colour sample by itself. Alpha stays. */
export function eachSample(change: (sample: number) => number): ColorMap {
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      colors[at] = change(colors[at] as number);
      colors[at + 1] = change(colors[at + 1] as number);
      colors[at + 2] = change(colors[at + 2] as number);
    }
  };
}
