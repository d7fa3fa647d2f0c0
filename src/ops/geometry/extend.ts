/** The op `extend`: add pixels around the picture. */
import * as z from 'zod';
import { colorChannels, createImage, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import type { Channels, Samples } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { bitsOf, type Words } from '../../kernels/pixels/sample-bits.ts';
import { channelsFor, levelsOf } from '../lib/background.ts';
import { color, colorLevels, oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';

const MODES = ['background', 'copy', 'repeat', 'mirror'] as const;

type Mode = (typeof MODES)[number];

function pixels(describe: string) {
  return z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .meta({ description: describe, unit: 'pixels', suggested: [0, 500] });
}

const params = z.strictObject({
  top: pixels('Rows to add above.'),
  bottom: pixels('Rows to add below.'),
  left: pixels('Columns to add on the left.'),
  right: pixels('Columns to add on the right.'),
  extendWith: oneOf(
    MODES,
    'New pixels: the background colour, copies of the edge (copy), the picture again (repeat), or the picture mirrored (mirror).',
  ),
  background: color(
    'black',
    'Colour of the new pixels. A coloured one makes gray pictures RGB, a transparent one adds alpha.',
  ),
});

type Params = z.output<typeof params>;

/**
 * Adds pixels around the picture. As sharp's `extend`, except that a gray picture on a coloured background becomes
 * RGB. Reads each sample once and writes each of the result; only places are computed.
 */
export const extend = defineExtend();

function defineExtend() {
  const op = {
    name: 'extend' as const,
    family: 'geometry',
    aliases: [] as const,
    summary: 'Add pixels around the picture.',
    kind: 'geometry' as const,
    params,
    // As in CSS, and in IPX.
    positional: ['top', 'right', 'bottom', 'left', 'extendWith', 'background'] as const,
    examples: [
      { top: 3, right: 6, bottom: 2, left: 5 },
      { top: 10, right: 1, extendWith: 'background', background: '20c0ff80' },
      { top: 1, right: 7, bottom: 5, left: 2, extendWith: 'copy' },
      { top: 4, right: 9, bottom: 11, left: 3, extendWith: 'repeat' },
      { top: 4, right: 9, bottom: 11, left: 3, extendWith: 'mirror' },
    ],
    shown: [
      { top: 8, right: 16, bottom: 8, left: 16, background: 'ffb000' },
      { right: 40, left: 40, extendWith: 'copy' },
      { right: 40, left: 40, extendWith: 'repeat' },
      { right: 40, left: 40, extendWith: 'mirror' },
    ],
    tolerance: { u8: 0, u16: 0, f32: 0 },
    nonFinite: 'NaN and infinities move like other samples.',
    unlikeSharp: 'A gray picture on a coloured background becomes RGB. In sharp the background becomes gray.',

    geometry(input: Shape, { top, right, bottom, left, extendWith, background }: Params): Shape {
      const width = left + input.width + right;
      const height = top + input.height + bottom;
      const channels = extendWith === 'background' ? channelsFor(background, input) : input.channels;
      return { ...input, width, height, channels };
    },

    reference(input: Image, { top, left, extendWith, background }: Params, output: Image): void {
      const columns = placesOf(output.width, left, input.width, extendWith);
      const rows = placesOf(output.height, top, input.height, extendWith);
      const [from, to] = [bitsOf(input.data), bitsOf(output.data)];
      const sources = sourceChannels(input.channels, output.channels);
      const around = bitsOf(samplesOf(levelsOf(background, output), output));
      const opaque = bitsOf(samplesOf(levelsOf('white', output), output));
      let at = 0;
      for (const row of rows) {
        for (const column of columns) {
          const first = (row * input.width + column) * input.channels;
          const inside = row >= 0 && column >= 0;
          for (let channel = 0; channel < output.channels; channel++) {
            const source = sources[channel] as number;
            if (inside && source >= 0) to[at++] = from[first + source] as number;
            else to[at++] = (inside ? opaque : around)[channel] as number;
          }
        }
      }
    },

    *kernel(input: Image, { top, left, extendWith, background }: Params, output: Image): Work<void> {
      const columns = placesOf(output.width, left, input.width, extendWith);
      const rows = placesOf(output.height, top, input.height, extendWith);
      const around = bitsOf(samplesOf(levelsOf(background, output), output));
      const to = bitsOf(output.data);
      const length = output.width * output.channels;
      const empty = to.slice(0, length);
      for (let at = 0; at < length; at++) empty[at] = around[at % output.channels] as number;
      const extended = rowExtender(input, output, { columns, left, around });
      const band = rowsPerYield(output.width);
      for (const [y, row] of rows.entries()) {
        if (row < 0) to.set(empty, y * length);
        else extended(row, y * length);
        if (y % band === 0) yield;
      }
    },

    lower(input: Shape, params: Params): Pass[] {
      const { top, bottom, left, extendWith, background } = params;
      const uniforms = {
        background: levelsOf(background, input),
        before: [left, top],
        extent: [input.width, input.height],
        mode: MODES.indexOf(extendWith),
      };
      return [
        {
          entry: 'ops/geometry/extend/pixels',
          params: { module: 'ops/geometry/extend/params', uniforms },
          stages: [],
          source: input,
          goal: op.geometry(input, params),
          rows: { scale: 1, offset: -top },
          halo: haloOf(extendWith, Math.max(top, bottom)),
        },
      ];
    },

    sharp(pipeline, { top, right, bottom, left, extendWith, background }, { type, channels }) {
      // libvips passes floats through its 8-bit colour spaces.
      if (type === 'f32') return undefined;
      const sides = { top, right, bottom, left, extendWith };
      if (extendWith !== 'background') return pipeline.extend(sides);
      // sharp's 16-bit white is 65280, and it turns a coloured background gray on gray pictures.
      if (type === 'u16' || channels < 3) return undefined;
      const levels = colorLevels(background, 'u8');
      if (!levels.every(Number.isInteger)) return undefined;
      const [r, g, b, alpha] = levels;
      return pipeline.extend({ ...sides, background: { r, g, b, alpha: alpha / 255 } });
    },
  } satisfies Op<Params>;
  return op;
}

interface Extended {
  /** For each column of the result the one of the picture, and -1 for the background. */
  readonly columns: Int32Array;
  /** Columns before the picture. */
  readonly left: number;
  /** A pixel of the background. */
  readonly around: Words;
}

/**
 * Returns a function that writes a row of the picture, from a sample of the result on, with what is to its left and
 * right.
 */
function rowExtender(
  input: Image,
  output: Image,
  { columns, left, around }: Extended,
): (row: number, at: number) => void {
  const { channels } = output;
  const [from, to] = [bitsOf(input.data), bitsOf(output.data)];
  const length = input.width * channels;
  const wide = new (from.constructor as Uint8ArrayConstructor)(length);
  const widen = widener(input, output, wide);
  const sides = [...columns.keys()].filter((x) => x < left || x >= left + input.width);
  return (row, at) => {
    const first = row * length;
    const picture = widen ? widen(row) : from.subarray(first, first + length);
    to.set(picture, at + left * channels);
    for (const x of sides) {
      const column = columns[x] as number;
      for (let channel = 0; channel < channels; channel++) {
        to[at + x * channels + channel] = (
          column < 0 ? around[channel] : picture[column * channels + channel]
        ) as number;
      }
    }
  };
}

/** Returns a function that gives a row of the picture the result's channels; undefined if it has them. */
function widener(input: Image, output: Image, wide: Words): ((row: number) => Words) | undefined {
  if (input.channels === output.channels) return undefined;
  const from = bitsOf(input.data);
  const sources = sourceChannels(input.channels, output.channels);
  const opaque = bitsOf(samplesOf(levelsOf('white', output), output));
  const { channels } = output;
  for (let at = 0; at < wide.length; at++) wide[at] = opaque[at % channels] as number;
  return (row) => {
    const first = row * input.width * input.channels;
    sources.forEach((source, channel) => {
      if (source >= 0) copyChannel(from, first + source, input.channels, wide, channel, channels);
    });
    return wide;
  };
}

function copyChannel(
  from: Words,
  first: number,
  step: number,
  to: Words,
  channel: number,
  channels: number,
): void {
  for (let at = channel, source = first; at < to.length; at += channels, source += step) {
    to[at] = from[source] as number;
  }
}

/** For each column or row of the result, the one of the picture that it shows; -1 for the background. */
function placesOf(length: number, before: number, extent: number, mode: Mode): Int32Array {
  return Int32Array.from({ length }, (_, index) => {
    const place = index - before;
    if (mode === 'copy') return Math.max(0, Math.min(extent - 1, place));
    if (mode === 'repeat') return wrap(place, extent);
    if (mode === 'mirror') return Math.min(wrap(place, 2 * extent), wrap(-1 - place, 2 * extent));
    return place < extent ? Math.max(-1, place) : -1;
  });
}

function wrap(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/** How far a row lies from the one that it shows. Rows around the picture count as its edges. */
function haloOf(mode: Mode, added: number): number {
  // A row t above the picture shows row t - 1, or where the picture ends before that, one above it.
  if (mode === 'mirror') return 2 * added;
  return mode === 'repeat' && added > 0 ? Infinity : 0;
}

/** For each channel of the result, the picture's channel that it comes from; -1 for a new alpha. */
function sourceChannels(input: Channels, output: Channels): number[] {
  const colors = Array.from({ length: colorChannels(output) }, (_, channel) => (input < 3 ? 0 : channel));
  const alpha = hasAlpha(input) ? input - 1 : -1;
  return hasAlpha(output) ? [...colors, alpha] : colors;
}

/** One pixel of a colour, in the shape's channels. */
function samplesOf([red = 0, green = 0, blue = 0, alpha = 0]: readonly number[], shape: Shape): Samples {
  const { channels } = shape;
  const colors = channels < 3 ? [red] : [red, green, blue];
  const { data } = createImage({ ...shape, width: 1, height: 1 });
  data.set(hasAlpha(channels) ? [...colors, alpha] : colors);
  return data;
}
