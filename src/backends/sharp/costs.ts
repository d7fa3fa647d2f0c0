/** Expected times of libvips pipelines. */
import type { Costs, Features } from '../../core/costs.ts';
import { pixelCount, type Shape, sampleCount } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { featuresOf, rowOf } from '../../plan/features.ts';
import type { PlannedStep } from '../../plan/plan.ts';

const WHO = 'sharp';

/** Opening, running and closing a pipeline without operations. */
export const PIPELINE: Features = { kind: 'pipeline', pixels: 0 };

/** Copying raw samples through a pipeline into main memory, without the pipeline's own price. */
export function copyFeatures(shape: Shape): Features {
  return { kind: 'copy', pixels: 0, bytes: sampleCount(shape) * SAMPLE_BYTES[shape.type] };
}

/**
 * libvips' own resize. It reads every input row once; its vertical pass works on rows as wide as the input. The op
 * `resize` is something else: its pixels are the reference's.
 */
export function resizeFeatures(input: Shape, output: Shape): Features {
  const kind = rowOf('resize', input);
  return {
    kind,
    like: [3, 4, 1].map((channels) => rowOf('resize', { type: 'u8', channels: channels as 1 | 3 | 4 })),
    pixels: pixelCount(input),
    taps: input.width * output.height + pixelCount(output),
  };
}

/** Milliseconds of one step in its own pipeline, from raw samples to raw samples. */
export function stepTime(step: PlannedStep, costs: Costs): number {
  return costs.time(WHO, featuresOf(step));
}

/** Work of one pipeline, which starts from a file or from raw samples. */
export interface PipelineWork {
  /** Loading the file: `decodeFeatures` with `into: 'load'`. Absent for raw samples. */
  readonly load?: Features | undefined;
  /** libvips' own resize: `resizeFeatures`. */
  readonly resize?: Features | undefined;
  readonly steps?: readonly PlannedStep[];
  /** Encoding the file: `encodeFeatures`. */
  readonly encode?: Features | undefined;
  /** The image left in main memory. Absent when the pipeline encodes. */
  readonly raw?: Shape;
}

/**
 * Milliseconds of a pipeline. It is opened once and copies nothing between operations. The table's rows for loading
 * and resizing contain that work alone; rows for steps and encoding were measured in their own pipeline, whose
 * price is subtracted.
 */
export function pipelineTime({ load, resize, steps = [], encode, raw }: PipelineWork, costs: Costs): number {
  const pipeline = costs.time(WHO, PIPELINE);
  const timeOf = (features: Features | undefined) => (features ? costs.time(WHO, features) : 0);
  const inside = (features: Features | undefined) => Math.max(0, timeOf(features) - pipeline);
  const stepping = steps.reduce(
    (sum, step) => sum + Math.max(0, inside(featuresOf(step)) - inside(copyFeatures(step.output))),
    0,
  );
  const copying = raw ? inside(copyFeatures(raw)) : 0;
  return pipeline + timeOf(load) + timeOf(resize) + stepping + inside(encode) + copying;
}
