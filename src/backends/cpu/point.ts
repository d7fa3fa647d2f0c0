import { hasAlpha, type Image, sampleCount } from '../../core/image.ts';
import { allocateSamples, type PixelType, quantize, type Samples } from '../../core/pixel.ts';
import { type Color, type PixelFunction, readColor, writeColor } from '../../ops/point.ts';

/** One op of a chain of point ops: what it does to a pixel, and the type that it rounds to. */
export interface PointStage {
  readonly change: PixelFunction;
  readonly channelwise: boolean;
  readonly type: PixelType;
}

/** Works pixels `start` up to `end`. */
export type PixelRange = (start: number, end: number) => void;

/** Values that a sample of the pixel type can have; floats have too many for a table. */
const LEVELS: Readonly<Record<PixelType, number>> = { u8: 256, u16: 65536, f32: Number.POSITIVE_INFINITY };

/** Prepares a chain of point ops between two pictures of one extent, by table where that is less work. */
export function preparePoint(stages: readonly PointStage[], input: Image, output: Image): PixelRange {
  const tabled =
    stages.every(({ channelwise }) => channelwise) && LEVELS[input.type] * 4 <= sampleCount(input);
  return tabled ? byTable(stages, input, output) : byPixel(stages, input, output);
}

/** The stages as one function: each rounds to its own type before the next one sees the colour. */
function chain(stages: readonly PointStage[]): PixelFunction {
  return (color) => {
    for (const { change, type } of stages) {
      change(color);
      color[0] = quantize(type, color[0]);
      color[1] = quantize(type, color[1]);
      color[2] = quantize(type, color[2]);
      color[3] = quantize(type, color[3]);
    }
  };
}

function byPixel(stages: readonly PointStage[], input: Image, output: Image): PixelRange {
  // Storing rounds anyway, so a single stage need not.
  const change = stages.length === 1 ? (stages[0] as PointStage).change : chain(stages);
  const color: Color = [0, 0, 0, 0];
  return (start, end) => {
    for (let pixel = start; pixel < end; pixel++) {
      readColor(input, pixel, color);
      change(color);
      writeColor(output, pixel, color);
    }
  };
}

function byTable(stages: readonly PointStage[], input: Image, output: Image): PixelRange {
  const { channels } = input;
  const tables = makeTables(stages, input.type, output.type);
  const alphaAt = hasAlpha(channels) ? channels - 1 : channels;
  const order = Array.from({ length: channels }, (_, at) => tables[at === alphaAt ? 3 : at] as Samples);
  const from = input.data;
  const to = output.data;
  return (start, end) => {
    for (let channel = 0; channel < channels; channel++) {
      const table = order[channel] as Samples;
      for (let at = start * channels + channel; at < end * channels; at += channels) {
        to[at] = table[from[at] as number] as number;
      }
    }
  };
}

/** For red, green, blue and alpha, the result for every value that a sample can have. */
function makeTables(stages: readonly PointStage[], from: PixelType, to: PixelType): Samples[] {
  const change = chain(stages);
  const tables = [0, 1, 2, 3].map(() => allocateSamples(to, LEVELS[from]));
  for (let value = 0; value < LEVELS[from]; value++) {
    const color: Color = [value, value, value, value];
    change(color);
    tables.forEach((table, channel) => {
      table[value] = color[channel] as number;
    });
  }
  return tables;
}
