import type { Costs, Features } from '../../core/costs.ts';
import { pixelCount, type Shape, sampleCount } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { featuresOf, rowOf } from '../../plan/features.ts';
import type { PlannedStep } from '../../plan/plan.ts';

const WHO = 'sharp';

/** A pipeline of libvips that does nothing: opening it, its threads, and its end. */
export const PIPELINE: Features = { kind: 'pipeline', pixels: 0 };

/** Raw samples through a pipeline and into main memory, beside its own price. */
export function copyFeatures(shape: Shape): Features {
  return { kind: 'copy', pixels: 0, bytes: sampleCount(shape) * SAMPLE_BYTES[shape.type] };
}

/**
 * libvips' own resize: every row of the input is read once, and a row of the output is made of rows that are as
 * wide as the input. Not the op of that name, whose pixels are the reference's.
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

/** Milliseconds of one step in a pipeline of its own, from raw samples to raw samples. */
export function stepTime(step: PlannedStep, costs: Costs): number {
  return costs.time(WHO, featuresOf(step));
}

/** Work that one pipeline does together, from a file or from raw samples. */
export interface PipelineWork {
  /** The file that is decoded, as `decodeFeatures` has it with `into: 'load'`; absent for raw samples. */
  readonly load?: Features | undefined;
  /** Its own resize, as `resizeFeatures` has it. */
  readonly resize?: Features | undefined;
  readonly steps?: readonly PlannedStep[];
  /** The file that is made, as `encodeFeatures` has it. */
  readonly encode?: Features | undefined;
  /** The picture that the pipeline leaves in main memory; absent where it encodes it. */
  readonly raw?: Shape;
}

/**
 * Milliseconds of a pipeline from its input to its output: it is opened once, and copies nothing in between. Rows of
 * loading and of resizing are of that alone; steps and encoding were measured in a pipeline of their own.
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
