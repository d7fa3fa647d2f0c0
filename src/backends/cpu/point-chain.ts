/** Runs neighbouring point steps as one: by look-up tables, on planes of floats, or on colours in f64. */
import { createImage, hasAlpha, type Image } from '../../core/image.ts';
import { allocateSamples, type PixelType, type Samples, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { mapPlanes } from '../../kernels/pixels/color-planes.ts';
import { type ColorMap, mapColorsInTurns, quantizeColors } from '../../kernels/pixels/colors.ts';
import { keepsColors, keptColors } from './color-cache.ts';
import type { PointStep } from './forms.ts';
import { lookUp } from './look-up.ts';
import type { PixelRange } from './pixel-range.ts';

/** For red, green, blue and alpha, the result for every value that a sample can have. */
type Tables = readonly [red: Samples, green: Samples, blue: Samples, alpha: Samples];

/** Steps that tables stand for, or one step that they cannot stand for. `to` is the pixel type that it rounds to. */
type Segment =
  | { readonly kind: 'tables'; readonly tables: Tables; readonly to: PixelType }
  | { readonly kind: 'colors'; readonly map: ColorMap; readonly to: PixelType };

/** Prepares a chain of point steps between two pictures of one extent, parts of one that has `samples` samples. */
export function* preparePoints(
  steps: readonly PointStep[],
  input: Image,
  output: Image,
  samples: number,
): Work<PixelRange> {
  const planes = steps.flatMap(({ form }) => (form.kind === 'planes' ? [form.map] : []));
  if (planes.length === steps.length && !isTable(steps, input, output, samples)) {
    const map = mapPlanes(planes, input, output, chain(steps.map(segmentOf)));
    return (start, end) => map(input.data, output.data, start, end);
  }
  const segments = yield* tabulate(steps, samples);
  const [first] = segments;
  const alike = segments.length === 1 && input.channels === output.channels;
  if (alike && first?.kind === 'tables') return byTable(first.tables, input, output);
  const map = chain(segments);
  const direct: PixelRange = (start, end) => mapColorsInTurns(input, output, map, start, end);
  return keepsColors(input, output) ? keptColors(input, output, map, direct) : direct;
}

/** Whether tables of bytes do it all, which nothing is faster than. */
function isTable(steps: readonly PointStep[], input: Image, output: Image, samples: number): boolean {
  const alike = input.type === 'u8' && input.channels === output.channels;
  return alike && steps.every(({ channelwise }) => channelwise) && tablesPay('u8', samples);
}

/** Whether a picture has so many samples that working each value once first saves time. */
export function tablesPay(type: PixelType, samples: number): boolean {
  return type !== 'f32' && 4 * (WHITE[type] + 1) <= samples;
}

/** Replaces neighbours that work each channel by itself with tables, where there are fewer values than samples. */
function* tabulate(steps: readonly PointStep[], samples: number): Work<Segment[]> {
  const segments: Segment[] = [];
  for (let at = 0; at < steps.length; ) {
    const first = steps[at] as PointStep;
    let end = at;
    while (steps[end]?.channelwise) end++;
    if (end > at && tablesPay(first.input.type, samples)) {
      const run = steps.slice(at, end);
      const to = (run.at(-1) as PointStep).output.type;
      const tables = yield* makeTables(chain(run.map(segmentOf)), first.input.type, to);
      segments.push({ kind: 'tables', tables, to });
      at = end;
    } else {
      segments.push(segmentOf(first));
      at++;
    }
  }
  return segments;
}

function segmentOf({ colors, output }: PointStep): Segment {
  return { kind: 'colors', map: colors, to: output.type };
}

/** The segments as one map: each is rounded before the next one; the last is rounded by storing it. */
function chain(segments: readonly Segment[]): ColorMap {
  const maps = segments.map((segment) =>
    segment.kind === 'tables' ? mapByTable(segment.tables) : segment.map,
  );
  return (colors) => {
    segments.forEach((segment, index) => {
      maps[index]?.(colors);
      const rounded = segment.kind === 'tables' || index === segments.length - 1;
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
