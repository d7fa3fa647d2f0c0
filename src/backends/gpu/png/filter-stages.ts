// The shaders that filter the rows of PNGs, in the order in which they run.
import type { Stage, StageSource } from '../stage.ts';

export const FILTER_STAGES = {
  choose: { module: 'codecs/png/choose' },
  write: { module: 'codecs/png/write' },
} as const satisfies Record<string, StageSource>;

export type FilterStages = Readonly<Record<keyof typeof FILTER_STAGES, Stage>>;
