import { createImage, hasAlpha, type Image, sampleCount } from '../../core/image.ts';
import type { PixelType, Samples } from '../../core/pixel.ts';
import { type ColorMap, mapColors, quantizeColors } from '../../ops/colors.ts';

/** One op of a chain of point ops: what it does to colours, and the type that it rounds to. */
export interface PointStage {
  readonly map: ColorMap;
  readonly channelwise: boolean;
  readonly type: PixelType;
}

/** Works pixels `start` up to `end`. */
export type PixelRange = (start: number, end: number) => void;

/** Values that a sample of the pixel type can have; floats have too many for a table. */
const LEVELS: Readonly<Record<PixelType, number>> = { u8: 256, u16: 65536, f32: Number.POSITIVE_INFINITY };

/** Prepares a chain of point ops between two pictures of one extent, by table where that is less work. */
export function preparePoint(stages: readonly PointStage[], input: Image, output: Image): PixelRange {
  const map = chain(stages);
  const tabled =
    stages.every(({ channelwise }) => channelwise) && LEVELS[input.type] * 4 <= sampleCount(input);
  if (tabled) return byTable(makeTables(map, input.type, output.type), input, output);
  return (start, end) => mapColors(input, output, map, start, end);
}

/** The stages as one: each rounds to its own type before the next one; the last is rounded by storing it. */
function chain(stages: readonly PointStage[]): ColorMap {
  return (colors) => {
    stages.forEach(({ map, type }, index) => {
      map(colors);
      if (index < stages.length - 1) quantizeColors(type, colors);
    });
  };
}

/** For red, green, blue and alpha, the result for every value that a sample can have. */
type Tables = readonly Samples[];

/** Runs the chain over a picture that holds every value once. */
function makeTables(map: ColorMap, from: PixelType, to: PixelType): Tables {
  const extent = { width: LEVELS[from], height: 1, channels: 4 } as const;
  const ramp = createImage({ ...extent, type: from });
  for (let at = 0; at < ramp.data.length; at++) ramp.data[at] = at >> 2;
  const result = createImage({ ...extent, type: to });
  mapColors(ramp, result, map);
  return [0, 1, 2, 3].map((channel) => result.data.filter((_, at) => at % 4 === channel));
}

function byTable(tables: Tables, input: Image, output: Image): PixelRange {
  const { channels } = input;
  const alphaAt = hasAlpha(channels) ? channels - 1 : channels;
  const used = Array.from({ length: channels }, (_, at) => tables[at === alphaAt ? 3 : at] as Samples);
  const [first] = used as [Samples];
  if (used.every((table) => sameSamples(table, first))) {
    return (start, end) => lookUp(first, input, output, start * channels, end * channels, 1);
  }
  return (start, end) => {
    used.forEach((table, at) => {
      lookUp(table, input, output, start * channels + at, end * channels, channels);
    });
  };
}

function sameSamples(a: Samples, b: Samples): boolean {
  return a === b || a.every((value, at) => Object.is(value, b[at]));
}

function lookUp(
  table: Samples,
  { data: from }: Image,
  { data: to }: Image,
  start: number,
  end: number,
  step: number,
): void {
  for (let at = start; at < end; at += step) to[at] = table[from[at] as number] as number;
}
