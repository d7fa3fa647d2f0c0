import type { Features } from '../core/costs.ts';
import type { Channels, PixelType } from '../core/pixel.ts';
import type { PlannedStep } from './plan.ts';
import { stepPixels } from './work.ts';

/** Numbers of channels by how much their work is like that of others: alpha makes most of the difference. */
const ALIKE: Readonly<Record<Channels, readonly Channels[]>> = {
  1: [1, 3, 4],
  2: [2, 4, 3, 1],
  3: [3, 4, 1],
  4: [4, 3],
};

/** The row of the table for some work on samples of a type and a number of channels. */
export function rowOf(work: string, { type, channels }: { type: PixelType; channels: Channels }): string {
  return `${work} ${type} ${channels}`;
}

/** What the time of a step grows with. Rows of other channels are like its own; it is among those of its op and of its kind of op. */
export function featuresOf(step: PlannedStep): Features {
  const { op, params, input, output } = step;
  const { variant, taps } = op.features?.(input, params, output) ?? {};
  const { type } = input;
  // Rows cannot be copied as they are where a background brings alpha along.
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
