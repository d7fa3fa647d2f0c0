import { createImage, type Image, pixelCount, sampleCount } from '../../core/image.ts';
import { type Work, workOf } from '../../core/turns.ts';
import { pickChannels } from '../../kernels/pixels/picked-channels.ts';
import type { PointOp } from '../../ops/lib/point.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import { type PixelRange, type PointStage, preparePoint, tablesPay } from './point.ts';

type Steps = readonly PlannedStep[];

/** Pixels that go from kernel to kernel at once. */
const CHUNK = 2 ** 15;

/** Prepares a group of point ops between two pictures of one extent. */
export function* prepareSteps(group: Steps, input: Image, output: Image): Work<PixelRange> {
  const relayed = yield* relay(group, input, output);
  return relayed ?? (yield* prepareRun(group, input, output, sampleCount(input)));
}

/**
 * Kernels one after the other on chunks of pixels: what each leaves is rounded by being stored. Undefined where one
 * does it all.
 */
function* relay(group: Steps, input: Image, output: Image): Work<PixelRange | undefined> {
  const samples = sampleCount(input);
  const runs = runsOf(group, samples);
  if (runs.length < 2) return undefined;
  const extent = { width: Math.min(CHUNK, pixelCount(input)), height: 1 };
  const shapes = [input, ...runs.map((run) => (run.at(-1) as PlannedStep).output)];
  const images = shapes.map(({ channels, type }) => createImage({ ...extent, channels, type }));
  const works: PixelRange[] = [];
  for (const [at, run] of runs.entries()) {
    works.push(yield* prepareRun(run, images[at] as Image, images[at + 1] as Image, samples));
  }
  const [first, last] = [images[0] as Image, images.at(-1) as Image];
  return function* (start, end) {
    for (let at = start; at < end; at += extent.width) {
      const count = Math.min(extent.width, end - at);
      first.data.set(input.data.subarray(at * input.channels, (at + count) * input.channels));
      for (const work of works) {
        yield* workOf(work(0, count));
        yield;
      }
      output.data.set(last.data.subarray(0, count * output.channels), at * output.channels);
    }
  };
}

/** Neighbours that one kernel takes together: tables, ops on blocks of floats, or on single colours. */
function runsOf(group: Steps, samples: number): Steps[] {
  const runs: { kind: ReturnType<typeof kindOf>; steps: PlannedStep[] }[] = [];
  for (const step of group) {
    const kind = kindOf(step, samples);
    const last = runs.at(-1);
    if (last?.kind === kind && kind !== 'direct') last.steps.push(step);
    else runs.push({ kind, steps: [step] });
  }
  return runs.map(({ steps }) => steps);
}

function kindOf({ op, params, input, output }: PlannedStep, samples: number) {
  const point = op as unknown as PointOp;
  const alike = input.channels === output.channels && input.type === output.type;
  if (point.channelwise && alike && (input.type === 'u8' || tablesPay(input.type, samples))) return 'table';
  if (point.picks?.(params, input)) return 'direct';
  if (input.type === 'u8' && output.type === 'u8' && point.byteMap?.(params, input)) return 'direct';
  if (input.type === 'u16' && output.type === 'u16' && point.wordMap?.(params, input)) return 'direct';
  return point.planeMap?.(params, input) ? 'planes' : 'colors';
}

/** For a picture of so many samples, of which the images may be parts. */
function* prepareRun(group: Steps, input: Image, output: Image, samples: number): Work<PixelRange> {
  const stages = group.map(
    ({ op, params, input, output }): PointStage => ({
      map: ((op as PointOp).fastMap ?? (op as PointOp).map)(params, input),
      channelwise: (op as PointOp).channelwise,
      planes: (op as PointOp).planeMap?.(params, input),
      from: input.type,
      to: output.type,
    }),
  );
  return directly(group, input, output) ?? (yield* preparePoint(stages, input, output, samples));
}

/** A single op that needs no colours in between: it moves channels, or has a way of its own for integers. */
function directly(group: Steps, input: Image, output: Image): PixelRange | undefined {
  const [{ op, params } = {}, ...others] = group;
  const picks = (op as unknown as PointOp).picks?.(params, input);
  if (others.length > 0) return undefined;
  const [from, to] = [input.data, output.data];
  if (picks) {
    const map = pickChannels(picks, input.channels, input.type);
    return (start, end) => map(from, to, start, end);
  }
  const point = op as unknown as PointOp;
  if (from instanceof Uint8Array && to instanceof Uint8Array) {
    const map = point.byteMap?.(params, input);
    return map && ((start, end) => map(from, to, start, end));
  }
  if (!(from instanceof Uint16Array) || !(to instanceof Uint16Array)) return undefined;
  const map = point.wordMap?.(params, input);
  return map && ((start, end) => map(from, to, start, end));
}
