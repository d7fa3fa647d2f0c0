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

/** What the time of a step grows with. The rows that stand in are of other channels, the op, and its kind of op. */
export function featuresOf(step: PlannedStep): Features {
  const { op, params, input, output } = step;
  const { variant, taps } = op.features?.(input, params, output) ?? {};
  const { type } = input;
  // Rows cannot be copied as they are where a background brings alpha along.
  const widened = op.kind !== 'point' && output.channels > input.channels ? 'widened' : undefined;
  const kind = [op.name, variant, widened].filter((word) => word !== undefined).join(' ');
  const rows = [kind, op.kind].flatMap((work) => [
    ...ALIKE[input.channels].map((channels) => rowOf(work, { type, channels })),
    work === kind ? op.name : work,
  ]);
  const [row, ...like] = rows as [string, ...string[]];
  return { kind: row, like, pixels: stepPixels(step), ...(taps !== undefined && { taps }) };
}
