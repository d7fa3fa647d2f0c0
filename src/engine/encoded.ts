/** The encoded results of a job: the records that servers and the library return. */
import type { Shape } from '../core/image.ts';
import type { FormatName, HeldBack } from '../formats/format.ts';
import type { Course, Done, FrameCount } from './job.ts';

/** A finished picture as the bytes of a file, or a report about the picture as JSON. */
export interface Encoded extends Course {
  /** The bytes of the file. */
  readonly data: Uint8Array;
  /** Format of the file; `json` for a report. */
  readonly format: FormatName | 'json';
  /** The picture that was encoded, or reported on. */
  readonly shape: Shape;
  /** The output's name. Absent for a recipe of one output. */
  readonly name?: string;
  /** Absent for an input of one picture. */
  readonly frames?: FrameCount;
  /** The format that `auto` would have chosen, if encoding it took less time. */
  readonly heldBack?: HeldBack;
}

/** The result of a job of one output. Throws when the output is samples, which the job has to ask for. */
export function encodedOf(done: Done): Encoded {
  return encodedOutputs(done)[0] as Encoded;
}

/** The results of a job, each with the course of the whole job. Throws as `encodedOf` does. */
export function encodedOutputs({ outputs, kind: _, ...course }: Done): Encoded[] {
  return outputs.map((output) => {
    if (output.kind === 'samples') throw new Error('the job asked for samples');
    const { data, shape, frames, name } = output;
    return {
      ...(name !== undefined && { name }),
      data,
      shape,
      ...(frames && { frames }),
      ...(output.kind === 'file' && output.heldBack && { heldBack: output.heldBack }),
      format: output.kind === 'file' ? output.format : 'json',
      ...course,
    };
  });
}
