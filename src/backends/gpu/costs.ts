import type { Costs, Features } from '../../core/costs.ts';
import { byteCount, type Extent, pixelCount, type Shape } from '../../core/image.ts';
import { featuresOf } from '../../plan/features.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';

const WHO = 'gpu';

/** Compressed bytes that go in and come out in place of pixels. */
export interface GpuEdges {
  /** A JPEG that the GPU decodes: its extent as stored, and the file's bytes. */
  readonly jpeg?: { readonly extent: Extent; readonly bytes: number };
  /** What the GPU makes of the result: a JPEG, or the filtered rows of a PNG. */
  readonly to?: 'jpeg' | 'rows';
}

/** Bytes that a JPEG takes for each pixel, about: what comes back is not known before. */
const JPEG_BYTES = 0.3;

/** Features of one trip over the bus, one way. */
export function busFeatures(kind: 'upload' | 'download', bytes: number): Features {
  return { kind, pixels: 0, bytes };
}

/** A submission, and hearing back from it. */
export const SUBMISSION: Features = { kind: 'submit', pixels: 0 };

/** A step reads and writes all of its pixels; what it computes for each is in its row, and in its taps. */
export function gpuFeatures(step: PlannedStep): Features {
  return { ...featuresOf(step), bytes: byteCount(step.input) + byteCount(step.output) };
}

export function jpegFeatures(kind: 'decode jpeg' | 'encode jpeg', extent: Extent, bytes: number): Features {
  return { kind, pixels: pixelCount(extent), bytes };
}

/** Milliseconds of a plan on the GPU, with both ways over the bus. */
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

/** Neighbouring point ops are one dispatch, which moves their pixels once. */
function groupTime(group: readonly PlannedStep[], costs: Costs): number {
  const all = group.map(gpuFeatures);
  const moving = Math.max(...all.map((features) => costs.time(WHO, { ...features, pixels: 0, taps: 0 })));
  const working = all.reduce((sum, features) => sum + costs.time(WHO, { ...features, bytes: 0 }), 0);
  return moving + working;
}
