/**
 * Estimates the time of a whole job on the CPU from the file's header, without listing its ways. Admission needs no more
 * than the order of magnitude; the router compares exact legs.
 */
import { decodeFeatures, encodeFeatures } from '../coders/features.ts';
import type { Costs } from '../core/costs.ts';
import { pixelCount, type Shape } from '../core/image.ts';
import type { Header, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { featuresOf, rowOf } from '../plan/features.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';

/** A job as far as its header tells. */
export interface Outline {
  /** The file's header and its bytes. Absent for samples. */
  readonly file?: { readonly header: Header; readonly bytes: number } | undefined;
  readonly plan: Plan;
  /** The output to encode. Absent when the picture itself is wanted, or a report. */
  readonly output?: Output | undefined;
}

/** Expected milliseconds for one frame. */
export function estimateTime({ file, plan, output }: Outline, costs: Costs): number {
  const [first] = plan.steps;
  const { detail = Number.POSITIVE_INFINITY } = file?.header ?? {};
  const shrink =
    (file?.header.format === 'jpeg' && first?.op.shrinkOnLoad?.(plan.input, first.params, detail)) || 1;
  const decode = file
    ? costs.time('sharp', decodeFeatures(file.header, file.bytes, { shrink, into: 'load' }))
    : 0;
  const steps = plan.steps.reduce((sum, step) => sum + stepTime(step, costs), 0);
  const encode = output ? encodingTime(output, plan.output, costs) : 0;
  return decode + steps + encode;
}

/** Expected milliseconds of encoding one frame, in the samples that the format holds. */
export function encodingTime(output: Output, shape: Shape, costs: Costs): number {
  const { types } = FORMATS[output.format];
  const type = types.includes(shape.type) ? shape.type : (types.at(-1) ?? shape.type);
  return costs.time('sharp', encodeFeatures(output, { ...shape, type }));
}

/** libvips resizes from file to file in less time than a step between two pictures takes. */
function stepTime(step: PlannedStep, costs: Costs): number {
  const own = costs.time('cpu', featuresOf(step));
  if (!step.op.sharpFile) return own;
  const { input, output } = step;
  const like = [rowOf(step.op.name, { type: 'u8', channels: 3 })];
  const taps = input.width * output.height + pixelCount(output);
  const kind = rowOf(step.op.name, input);
  return Math.min(own, costs.time('sharp', { kind, like, pixels: pixelCount(input), taps }));
}
