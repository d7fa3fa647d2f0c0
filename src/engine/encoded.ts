/** The encoded result of a job that has one output: the record that servers and the library return. */
import type { Shape } from '../core/image.ts';
import type { FormatName } from '../formats/format.ts';
import type { Course, Done, FrameCount } from './job.ts';

/** A finished picture as the bytes of a file, or a report about the picture as JSON. */
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
