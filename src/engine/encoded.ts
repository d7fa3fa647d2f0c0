/** An answer of one output that is bytes, in one record: what servers and the library hand on. */
import type { Shape } from '../core/image.ts';
import type { FormatName } from '../formats/format.ts';
import type { Course, Done, FrameCount } from './job.ts';

/** A finished picture as bytes of a file, or what was found out about it as JSON. */
export interface Encoded extends Course {
  readonly data: Uint8Array;
  readonly format: FormatName | 'json';
  /** The picture that was encoded, or reported on. */
  readonly shape: Shape;
  /** Absent for an input of one picture. */
  readonly frames?: FrameCount;
}

/** Throws when the output is samples, which the job has to ask for. */
export function encodedOf({ outputs: [output], kind: _, ...course }: Done): Encoded {
  if (output.kind === 'samples') throw new Error('the job asked for samples');
  const { data, shape, frames } = output;
  return {
    data,
    shape,
    ...(frames && { frames }),
    format: output.kind === 'file' ? output.format : 'json',
    ...course,
  };
}
