/** What an op asks of sharp, as data: the calls that it would make on a pipeline. */
import type { Sharp } from 'sharp';
import type { PipelineEnds } from '../../ops/op.ts';
import type { PlannedStep } from '../../plan/plan.ts';

/** A call of one of sharp's methods. */
export interface Call {
  readonly method: keyof Sharp & string;
  readonly values: readonly unknown[];
}

/** Calls that were recorded before: a step is asked about for every way that it is on. */
const recorded = new WeakMap<PlannedStep, { readonly calls: readonly Call[] | undefined }>();

/** The calls on a pipeline of raw pixels; undefined when libvips does something else for this picture. */
export function callsOf(step: PlannedStep): readonly Call[] | undefined {
  const before = recorded.get(step);
  if (before) return before.calls;
  const { op, params, input } = step;
  const calls = recordCalls((pipeline) => op.sharp?.(pipeline, params, input));
  recorded.set(step, { calls });
  return calls;
}

/** The calls on a pipeline that reads a file or writes one, where `resize` may be libvips' own. */
export function fileCallsOf(step: PlannedStep, ends: PipelineEnds): readonly Call[] | undefined {
  const { op, params, input } = step;
  if (!op.sharpFile) return callsOf(step);
  return recordCalls((pipeline) => op.sharpFile?.(pipeline, params, input, ends));
}

/** Makes the calls on a real pipeline. */
export function apply(pipeline: Sharp, calls: readonly Call[]): Sharp {
  const methods = pipeline as unknown as Record<string, (...values: readonly unknown[]) => Sharp>;
  for (const { method, values } of calls) methods[method]?.call(pipeline, ...values);
  return pipeline;
}

/** Runs what builds a pipeline on one that only writes down its calls. */
function recordCalls(build: (pipeline: Sharp) => Sharp | undefined): readonly Call[] | undefined {
  const calls: Call[] = [];
  const recorder: Sharp = new Proxy({} as Sharp, {
    get: (_, method) => {
      return (...values: unknown[]) => {
        calls.push({ method: method as Call['method'], values });
        return recorder;
      };
    },
  });
  return build(recorder) === recorder ? calls : undefined;
}
