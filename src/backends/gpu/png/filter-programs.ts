// The compute programs that filter PNG rows, in order.
import type { ComputeProgram, ProgramSource } from '../compute-program.ts';

export const FILTER_PROGRAMS = {
  choose: { module: 'codecs/png/choose' },
  write: { module: 'codecs/png/write' },
} as const satisfies Record<string, ProgramSource>;

export type FilterPrograms = Readonly<Record<keyof typeof FILTER_PROGRAMS, ComputeProgram>>;
