/** The features of steps, by which the table of costs tells their time. */
import type { Features } from '../core/costs.ts';
import type { Channels, PixelType } from '../core/pixel.ts';
import type { PlannedStep } from './plan.ts';
import { stepPixels } from './work.ts';

/** Channel counts in order of similarity, for rows that the table lacks. Alpha matters most. */
const ALIKE: Readonly<Record<Channels, readonly Channels[]>> = {
  1: [1, 3, 4],
  2: [2, 4, 3, 1],
  3: [3, 4, 1],
  4: [4, 3],
};

/** The row for an op or coder, with a pixel type and a number of channels. */
export function rowOf(work: string, { type, channels }: { type: PixelType; channels: Channels }): string {
  return `${work} ${type} ${channels}`;
}

/**
 * The properties that a step's time depends on. `like` lists rows of other channel counts, `among` the op and its
 * kind.
 */
export function featuresOf(step: PlannedStep): Features {
  const { op, params, input, output } = step;
  const { variant, taps } = op.features?.(input, params, output) ?? {};
  const { type } = input;
  // Geometry that adds alpha for a background cannot copy whole rows.
  const widened = op.kind !== 'point' && output.channels > input.channels ? 'widened' : undefined;
  const kind = [op.name, variant, widened].filter((word) => word !== undefined).join(' ');
  const [row, ...like] = ALIKE[input.channels].map((channels) => rowOf(kind, { type, channels }));
  return {
    kind: row as string,
    like,
    among: [op.name, rowOf(op.kind, input), op.kind],
    pixels: stepPixels(step),
    ...(taps !== undefined && { taps }),
  };
}
