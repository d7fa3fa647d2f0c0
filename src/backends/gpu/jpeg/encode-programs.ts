// The compute programs of the JPEG encoder, in order. `count` runs only when Huffman tables are built for the
// picture.
import type { ComputeProgram, ProgramSource } from '../compute-program.ts';

const FOLDER = 'codecs/jpeg/encode';

/** The module that consumes the symbols which a program produces. */
const sink = (name: string) => ({ sink: `${FOLDER}/sinks/${name}` });

/** The quantity summed to find where each block starts in the stream. */
const MOVES = { summand: `${FOLDER}/positions` };

export const ENCODE_PROGRAMS = {
  transform: { module: `${FOLDER}/transform` },
  count: { module: `${FOLDER}/count`, chosen: sink('count') },
  measure: { module: `${FOLDER}/measure`, chosen: { ...sink('sum'), ...MOVES } },
  place: { module: `${FOLDER}/place`, chosen: MOVES },
  pack: { module: `${FOLDER}/pack`, chosen: sink('word') },
  tally: { module: `${FOLDER}/tally` },
  settle: { module: `${FOLDER}/settle` },
  stuff: { module: `${FOLDER}/stuff` },
} as const satisfies Record<string, ProgramSource>;

export type EncodeProgram = keyof typeof ENCODE_PROGRAMS;

export type EncodePrograms = Readonly<Record<EncodeProgram, ComputeProgram>>;
