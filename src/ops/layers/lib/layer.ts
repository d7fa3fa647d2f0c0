/** Pictures as layers: rows of colours in fractions of white, scaled where need be. */
import { type Extent, hasAlpha, type Image } from '../../../core/image.ts';
import { WHITE } from '../../../core/pixel.ts';
import { weightsFor } from '../../../math/resampling-weights.ts';

/** A picture to lay on another. */
export interface Layer extends Extent {
  /**
   * Red, green, blue and alpha of a row's pixels, as fractions of white: straight, gray in all three, alpha limited
   * to 0..1, NaN as 0. Valid until the next call.
   */
  row(y: number): Float64Array;
  /** The picture that is scaled to the layer's extent, unless its colours are premultiplied. */
  readonly image?: Image | undefined;
}

/** Makes a layer of a picture. `premultiplied` tells that its colours have been multiplied by its alpha. */
export function layerOf(image: Image, premultiplied = false): Layer {
  const { width, height } = image;
  const row = new Float64Array(4 * width);
  let held = -1;
  return {
    width,
    height,
    image: premultiplied ? undefined : image,
    row(y) {
      // Tiles ask for the same row again.
      if (y !== held) readRow(image, y, row, premultiplied);
      held = y;
      return row;
    },
  };
}

/** Fills `row` with a row of a picture, in a layer's form. */
function readRow(image: Image, y: number, row: Float64Array, premultiplied = false): void {
  const { data, width, channels, type } = image;
  const scale = 1 / WHITE[type];
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  const alphaAt = hasAlpha(channels) ? channels - 1 : -1;
  let from = y * width * channels;
  for (let at = 0; at < 4 * width; at += 4) {
    row[at] = (data[from] as number) * scale;
    row[at + 1] = (data[from + green] as number) * scale;
    row[at + 2] = (data[from + blue] as number) * scale;
    row[at + 3] = alphaAt < 0 ? 1 : (data[from + alphaAt] as number) * scale;
    from += channels;
  }
  if (type === 'f32') limitRow(row);
  if (premultiplied) straighten(row);
}

/** Replaces NaN by 0 and limits alpha to 0..1. */
function limitRow(row: Float64Array): void {
  for (let at = 0; at < row.length; at++) {
    const value = row[at] as number;
    if (Number.isNaN(value)) row[at] = 0;
    else if (at % 4 === 3) row[at] = Math.max(0, Math.min(1, value));
  }
}

/**
 * Makes a layer of a picture that is scaled to an extent by a triangle filter and by alpha. `stretch.wgsl` does the
 * same.
 */
export function stretchedLayer(image: Image, extent: Extent): Layer {
  if (extent.width === image.width && extent.height === image.height) return layerOf(image);
  const narrowed = narrowedRows(image, extent.width);
  const { taps, starts, weights } = weightsFor(image.height, extent.height, 'linear');
  // The next row is made of some of the same rows.
  const ring = Array.from({ length: taps }, () => ({ held: -1, row: new Float64Array(4 * extent.width) }));
  const row = new Float64Array(4 * extent.width);
  let made = -1;
  return {
    ...extent,
    image,
    row(y) {
      if (y === made) return row;
      made = y;
      row.fill(0);
      for (let tap = 0; tap < taps; tap++) {
        const weight = weights[y * taps + tap] as number;
        const from = (starts[y] as number) + tap;
        const slot = ring[from % taps] as (typeof ring)[0];
        if (weight === 0) continue;
        if (slot.held !== from) narrowed(from, slot.row);
        slot.held = from;
        for (let at = 0; at < row.length; at++) {
          row[at] = (row[at] as number) + weight * (slot.row[at] as number);
        }
      }
      straighten(row);
      if (image.type === 'f32') limitRow(row);
      return row;
    },
  };
}

/** Returns a function for rows of a picture that is scaled horizontally only, premultiplied. */
function narrowedRows(image: Image, width: number): (y: number, row: Float64Array) => void {
  const { taps, starts, weights } = weightsFor(image.width, width, 'linear');
  const line = new Float64Array(4 * image.width);
  return (y, row) => {
    readRow(image, y, line);
    row.fill(0);
    for (let x = 0; x < width; x++) {
      for (let tap = 0; tap < taps; tap++) {
        const weight = weights[x * taps + tap] as number;
        if (weight !== 0) addByAlpha(line, 4 * ((starts[x] as number) + tap), weight, row, 4 * x);
      }
    }
  };
}

function addByAlpha(from: Float64Array, at: number, weight: number, to: Float64Array, first: number): void {
  const part = weight * (from[at + 3] as number);
  if (part === 0) return;
  to[first] = (to[first] as number) + part * (from[at] as number);
  to[first + 1] = (to[first + 1] as number) + part * (from[at + 1] as number);
  to[first + 2] = (to[first + 2] as number) + part * (from[at + 2] as number);
  to[first + 3] = (to[first + 3] as number) + part;
}

/** Divides colours by their alpha. Colours of transparent pixels become 0. */
function straighten(row: Float64Array): void {
  for (let at = 0; at < row.length; at += 4) {
    const alpha = row[at + 3] as number;
    for (let i = at; i < at + 3; i++) row[i] = alpha > 0 ? (row[i] as number) / alpha : 0;
  }
}

/**
 * The table for the shader: for each column of the extent, the picture's first column and the weights; then the same
 * for each row.
 */
export function stretchTable(shape: Extent, { width, height }: Extent) {
  const across = weightsFor(shape.width, width, 'linear');
  const down = weightsFor(shape.height, height, 'linear');
  const table = new Float32Array(width * (across.taps + 1) + height * (down.taps + 1));
  let at = 0;
  for (const { taps, starts, weights } of [across, down]) {
    for (const [index, start] of starts.entries()) {
      table[at] = start;
      table.set(weights.subarray(index * taps, (index + 1) * taps), at + 1);
      at += taps + 1;
    }
  }
  return { table, taps: [across.taps, down.taps] };
}
