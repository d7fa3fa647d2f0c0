// The compute programs of the JPEG decoder.
import type { ComputeProgram, ProgramSource } from '../compute-program.ts';

const FOLDER = 'codecs/jpeg/decode';

export const DECODE_PROGRAMS = {
  count: { module: `${FOLDER}/unstuff`, entryPoint: 'count' },
  unstuff: { module: `${FOLDER}/unstuff`, entryPoint: 'unstuff' },
  synchronise: { module: `${FOLDER}/sync`, entryPoint: 'synchronise' },
  repair: { module: `${FOLDER}/sync`, entryPoint: 'repair' },
  check: { module: `${FOLDER}/sync`, entryPoint: 'check' },
  candidates: { module: `${FOLDER}/candidates` },
  follow: { module: `${FOLDER}/follow` },
  choose: { module: `${FOLDER}/choose`, chosen: { summand: `${FOLDER}/maps` } },
  finish: { module: `${FOLDER}/sync`, entryPoint: 'finish' },
  tiles: { module: 'lib/prefix_sum/buffer', entryPoint: 'tiles' },
  spine: { module: 'lib/prefix_sum/buffer', entryPoint: 'spine' },
  emit: { module: `${FOLDER}/emit` },
  idct: { module: `${FOLDER}/idct` },
  color: { module: `${FOLDER}/color` },
  inks: { module: `${FOLDER}/inks` },
  primaries: { module: `${FOLDER}/primaries` },
} as const satisfies Record<string, ProgramSource>;

export type DecodeProgram = keyof typeof DECODE_PROGRAMS;

export type DecodePrograms = Readonly<Record<DecodeProgram, ComputeProgram>>;
