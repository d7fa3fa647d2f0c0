/** The amounts of work that `noir tune` measures, thorough and quick. */
import type { Effort } from '../../engine/costs/measure.ts';
import { formatNames } from '../../formats/registry.ts';
import { listOps } from '../../ops/registry.ts';

/** Two to three minutes of an idle core. */
export const THOROUGH: Effort = {
  ops: listOps(),
  channels: [3, 4, 1],
  deep: true,
  stepExtents: [
    { width: 144, height: 96 },
    { width: 576, height: 384 },
  ],
  files: [
    { extent: { width: 216, height: 144 }, formats: formatNames },
    { extent: { width: 720, height: 480 }, formats: formatNames },
    // Most decisions are about photos from cameras.
    { extent: { width: 1920, height: 1280 }, formats: ['jpeg'] },
  ],
  patience: { milliseconds: 8, most: 4, least: 2 },
  filePatience: { milliseconds: 30, most: 8, least: 3 },
};

/** Some ops of every kind and the commonest formats, on small pictures: seconds. */
export const QUICK: Effort = {
  ...THOROUGH,
  ops: firstOfEachKind(),
  channels: [3],
  deep: false,
  stepExtents: [
    { width: 48, height: 32 },
    { width: 144, height: 96 },
  ],
  files: [
    { extent: { width: 96, height: 64 }, formats: ['jpeg', 'png', 'webp'] },
    { extent: { width: 192, height: 128 }, formats: ['jpeg', 'png', 'webp'] },
  ],
  patience: { milliseconds: 1, most: 2, least: 1 },
  filePatience: { milliseconds: 1, most: 2, least: 1 },
};

function firstOfEachKind(): Effort['ops'] {
  const kinds = new Map(listOps().map((op) => [op.kind, op]));
  return [...kinds.values()];
}
