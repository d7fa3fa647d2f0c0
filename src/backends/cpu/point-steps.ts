/** Prepares neighbouring point steps for the CPU: which of them run together, and how the others hand on pixels. */
import { createImage, type Image, pixelCount, sampleCount } from '../../core/image.ts';
import { type Work, workOf } from '../../core/turns.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import { fromSamples, type PointStep, pointStepOf } from './forms.ts';
import type { PixelRange } from './pixel-range.ts';
import { preparePoints, tablesPay } from './point-chain.ts';

/** Neighbours that run together: by look-up tables, on planes of floats, on colours in f64, or one step alone. */
interface Run {
  readonly kind: 'tables' | 'planes' | 'colors' | 'alone';
  readonly steps: PointStep[];
}

/** Pixels of the pictures between two runs: they stay in the processor's nearer caches. */
const CHUNK = 2 ** 15;

/** Prepares a group of point steps between two pictures of one extent. */
export function* prepareSteps(group: readonly PlannedStep[], input: Image, output: Image): Work<PixelRange> {
  const samples = sampleCount(input);
  const runs = runsOf(group.map(pointStepOf), samples);
  const [only] = runs;
  if (only && runs.length === 1) return yield* prepareRun(only, input, output, samples);
  return yield* relay(runs, input, output);
}

/** Several runs one after the other, on chunks of pixels. Each run rounds its results by storing them. */
function* relay(runs: readonly Run[], input: Image, output: Image): Work<PixelRange> {
  const extent = { width: Math.min(CHUNK, pixelCount(input)), height: 1 };
  const shapes = [input, ...runs.map(({ steps }) => (steps.at(-1) as PointStep).output)];
  const images = shapes.map(({ channels, type }) => createImage({ ...extent, channels, type }));
  const works: PixelRange[] = [];
  for (const [at, run] of runs.entries()) {
    works.push(yield* prepareRun(run, images[at] as Image, images[at + 1] as Image, sampleCount(input)));
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

function runsOf(steps: readonly PointStep[], samples: number): Run[] {
  const runs: Run[] = [];
  for (const step of steps) {
    const kind = kindOf(step, samples);
    const last = runs.at(-1);
    if (last?.kind === kind && kind !== 'alone') last.steps.push(step);
    else runs.push({ kind, steps: [step] });
  }
  return runs;
}

function kindOf({ channelwise, form, input, output }: PointStep, samples: number): Run['kind'] {
  const alike = input.channels === output.channels && input.type === output.type;
  if (channelwise && alike && (input.type === 'u8' || tablesPay(input.type, samples))) return 'tables';
  return form.kind === 'planes' || form.kind === 'colors' ? form.kind : 'alone';
}

/** Prepares a run for a picture of `samples` samples, of which `input` may be a part. */
function* prepareRun({ steps }: Run, input: Image, output: Image, samples: number): Work<PixelRange> {
  const [first, ...others] = steps;
  const direct = first && others.length === 0 ? fromSamples(first.form, input, output) : undefined;
  return direct ?? (yield* preparePoints(steps, input, output, samples));
}
