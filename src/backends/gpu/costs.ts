/** Expected times of plans on the GPU. */
import type { Costs, Features } from '../../core/costs.ts';
import { byteCount, type Extent, pixelCount, type Shape } from '../../core/image.ts';
import { featuresOf } from '../../plan/features.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';

const WHO = 'gpu';

/** Compressed input or output, which replaces pixels on the bus. */
export interface GpuEdges {
  /** A JPEG that the GPU decodes: its stored extent, and the size of the file in bytes. */
  readonly jpeg?: { readonly extent: Extent; readonly bytes: number };
  /** What the GPU turns the result into: a JPEG, or filtered rows for PNG. */
  readonly to?: 'jpeg' | 'rows';
}

/** Bytes of a JPEG per pixel, roughly. The actual size is known only after encoding. */
const JPEG_BYTES = 0.3;

/** One transfer over the bus. */
export function busFeatures(kind: 'upload' | 'download', bytes: number): Features {
  return { kind, pixels: 0, bytes };
}

/** Submitting work and waiting for its completion. */
export const SUBMISSION: Features = { kind: 'submit', pixels: 0 };

/** A step reads and writes all of its pixels. Its row and its taps account for the computation. */
export function gpuFeatures(step: PlannedStep): Features {
  return { ...featuresOf(step), bytes: byteCount(step.input) + byteCount(step.output) };
}

export function jpegFeatures(kind: 'decode jpeg' | 'encode jpeg', extent: Extent, bytes: number): Features {
  return { kind, pixels: pixelCount(extent), bytes };
}

/** Milliseconds of a plan on the GPU, including both transfers. */
export function planTime(plan: Plan, costs: Costs, edges: GpuEdges = {}): number {
  const groups = plan.groups.reduce((sum, group) => sum + groupTime(group, costs), 0);
  return costs.time(WHO, SUBMISSION) + wayIn(plan, costs, edges) + groups + wayOut(plan.output, costs, edges);
}

function wayIn({ input, steps }: Plan, costs: Costs, { jpeg }: GpuEdges): number {
  const others = steps.flatMap((step) => step.others).reduce((sum, other) => sum + byteCount(other), 0);
  const decoding = jpeg ? costs.time(WHO, jpegFeatures('decode jpeg', jpeg.extent, jpeg.bytes)) : 0;
  return decoding + costs.time(WHO, busFeatures('upload', others + (jpeg?.bytes ?? byteCount(input))));
}

function wayOut(output: Shape, costs: Costs, { to }: GpuEdges): number {
  if (to !== 'jpeg') {
    const filtering = to
      ? costs.time(WHO, { kind: 'filter png', pixels: pixelCount(output), bytes: byteCount(output) })
      : 0;
    return filtering + costs.time(WHO, busFeatures('download', byteCount(output)));
  }
  const bytes = JPEG_BYTES * pixelCount(output);
  return (
    costs.time(WHO, jpegFeatures('encode jpeg', output, bytes)) +
    costs.time(WHO, busFeatures('download', bytes))
  );
}

/** Neighbouring point ops are one dispatch: their computations add up, their memory traffic does not. */
function groupTime(group: readonly PlannedStep[], costs: Costs): number {
  const all = group.map(gpuFeatures);
  const moving = Math.max(...all.map((features) => costs.time(WHO, { ...features, pixels: 0, taps: 0 })));
  const working = all.reduce((sum, features) => sum + costs.time(WHO, { ...features, bytes: 0 }), 0);
  return moving + working;
}
