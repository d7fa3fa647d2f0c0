import { createImage, hasAlpha, type Image } from '../../core/image.ts';
import { allocateSamples, type PixelType, type Samples, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { mapPlanes, type PlaneMap } from '../../kernels/pixels/color-planes.ts';
import { type ColorMap, mapColorsInTurns, quantizeColors } from '../../kernels/pixels/colors.ts';
import { keepsColors, keptColors } from './kept.ts';
import { lookUp } from './look-up.ts';

/** One op of a chain of point ops: what it does to colours, and the types that it comes from and rounds to. */
export interface PointStage {
  readonly map: ColorMap;
  readonly channelwise: boolean;
  /** The same on blocks of floats. */
  readonly planes?: PlaneMap | undefined;
  readonly from: PixelType;
  readonly to: PixelType;
}

/** Works pixels `start` up to `end`: at once where that takes few milliseconds at most. */
export type PixelRange = (start: number, end: number) => void | Work<void>;

/** For red, green, blue and alpha, the result for every value that a sample can have. */
type Tables = readonly [red: Samples, green: Samples, blue: Samples, alpha: Samples];

/** Ops that a table replaces, or a single op that it cannot. */
type Segment = { readonly tables: Tables; readonly to: PixelType } | PointStage;

/** Prepares a chain of point ops between two pictures of one extent, which may be parts of one with so many samples. */
export function* preparePoint(
  stages: readonly PointStage[],
  input: Image,
  output: Image,
  samples: number,
): Work<PixelRange> {
  const planes = stages.map((stage) => stage.planes).filter((map) => map !== undefined);
  if (planes.length === stages.length && !isTable(stages, input, output, samples)) {
    const map = mapPlanes(planes, input, output, chain(stages));
    return (start, end) => map(input.data, output.data, start, end);
  }
  const segments = yield* tabulate(stages, samples);
  const [first] = segments;
  const alike = segments.length === 1 && input.channels === output.channels;
  if (alike && first && 'tables' in first) return byTable(first.tables, input, output);
  const map = chain(segments);
  const direct: PixelRange = (start, end) => mapColorsInTurns(input, output, map, start, end);
  return keepsColors(input, output) ? keptColors(input, output, map, direct) : direct;
}

/** Whether a table of bytes does it all, which is as quick as anything. */
function isTable(stages: readonly PointStage[], input: Image, output: Image, samples: number): boolean {
  const alike = input.type === 'u8' && input.channels === output.channels;
  return alike && stages.every(({ channelwise }) => channelwise) && tablesPay('u8', samples);
}

/** Whether there are so many samples that it is worth while to work every value once before. */
export function tablesPay(type: PixelType, samples: number): boolean {
  return type !== 'f32' && 4 * (WHITE[type] + 1) <= samples;
}

/** Replaces neighbours that work each channel by itself with tables, where there are fewer values than samples. */
function* tabulate(stages: readonly PointStage[], samples: number): Work<Segment[]> {
  const segments: Segment[] = [];
  for (let at = 0; at < stages.length; ) {
    const first = stages[at] as PointStage;
    let end = at;
    while (stages[end]?.channelwise) end++;
    if (end > at && tablesPay(first.from, samples)) {
      const run = stages.slice(at, end);
      const { to } = run.at(-1) as PointStage;
      segments.push({ tables: yield* makeTables(chain(run), first.from, to), to });
      at = end;
    } else {
      segments.push(first);
      at++;
    }
  }
  return segments;
}

/** The segments as one map: each is rounded before the next one; the last is rounded by storing it. */
function chain(segments: readonly Segment[]): ColorMap {
  const maps = segments.map((segment) => ('tables' in segment ? mapByTable(segment.tables) : segment.map));
  return (colors) => {
    segments.forEach((segment, index) => {
      maps[index]?.(colors);
      const rounded = 'tables' in segment || index === segments.length - 1;
      if (!rounded) quantizeColors(segment.to, colors);
    });
  };
}

/** Runs the chain over a picture that holds every value once. */
function* makeTables(map: ColorMap, from: PixelType, to: PixelType): Work<Tables> {
  const extent = { width: WHITE[from] + 1, height: 1, channels: 4 } as const;
  const ramp = createImage({ ...extent, type: from });
  for (let at = 0; at < ramp.data.length; at++) ramp.data[at] = at >> 2;
  const result = createImage({ ...extent, type: to });
  yield* mapColorsInTurns(ramp, result, map);
  const tableOf = (channel: number) => {
    const table = allocateSamples(to, extent.width);
    for (let at = 0; at < table.length; at++) table[at] = result.data[4 * at + channel] as number;
    return table;
  };
  return [tableOf(0), tableOf(1), tableOf(2), tableOf(3)];
}

function mapByTable([red, green, blue, alpha]: Tables): ColorMap {
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      colors[at] = red[colors[at] as number] as number;
      colors[at + 1] = green[colors[at + 1] as number] as number;
      colors[at + 2] = blue[colors[at + 2] as number] as number;
      colors[at + 3] = alpha[colors[at + 3] as number] as number;
    }
  };
}

/** From samples to samples, without a detour through colours. */
function byTable(tables: Tables, input: Image, output: Image): PixelRange {
  const { channels } = input;
  const alphaAt = hasAlpha(channels) ? channels - 1 : channels;
  const used = Array.from({ length: channels }, (_, at) => tables[at === alphaAt ? 3 : at] as Samples);
  return lookUp(used, input, output);
}
