/** Records the calls that an op would make on a sharp pipeline, as data. */
import type { Sharp } from 'sharp';
import type { PipelineEnds } from '../../ops/op.ts';
import type { PlannedStep } from '../../plan/plan.ts';

/** One method call on a pipeline. */
export interface Call {
  readonly method: keyof Sharp & string;
  readonly values: readonly unknown[];
}

/** Recorded calls by step, because each way that a step is on asks for them. */
const recorded = new WeakMap<PlannedStep, { readonly calls: readonly Call[] | undefined }>();

/** Calls for a pipeline of raw pixels. Undefined when libvips does not give the op's result here. */
export function callsOf(step: PlannedStep): readonly Call[] | undefined {
  const before = recorded.get(step);
  if (before) return before.calls;
  const { op, params, input } = step;
  const calls = recordCalls((pipeline) => op.sharp?.(pipeline, params, input));
  recorded.set(step, { calls });
  return calls;
}

/** Calls for a pipeline that reads or writes a file. There `resize` may be libvips' own. */
export function fileCallsOf(step: PlannedStep, ends: PipelineEnds): readonly Call[] | undefined {
  const { op, params, input } = step;
  if (!op.sharpFile) return callsOf(step);
  return recordCalls((pipeline) => op.sharpFile?.(pipeline, params, input, ends));
}

/** Replays the calls on a real pipeline. */
export function apply(pipeline: Sharp, calls: readonly Call[]): Sharp {
  const methods = pipeline as unknown as Record<string, (...values: readonly unknown[]) => Sharp>;
  for (const { method, values } of calls) methods[method]?.call(pipeline, ...values);
  return pipeline;
}

/** Runs `build` on a stand-in that records the calls. */
export function recordCalls(build: (pipeline: Sharp) => Sharp | undefined): readonly Call[] | undefined {
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
