/**
 * Opens the files that steps name: pictures, and files of kinds that are no pictures by themselves, such as look-up
 * tables. A further kind is a coder and a line in `FURTHER`.
 */
import type { Picture, Shape } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import { DEFAULT_READING } from '../formats/input.ts';
import { uprightExtent } from '../formats/orientation.ts';
import type { DecodeContext, FurtherCoder } from './coder.ts';
import { cubeCoder } from './cube/cube.ts';
import { openPicture } from './open.ts';
import type { Coders } from './registry.ts';

const FURTHER: readonly FurtherCoder[] = [cubeCoder];

/** A file before it is decoded. */
export interface FurtherFile {
  /** The shape of the picture after it is decoded and turned upright. */
  readonly shape: Shape;
  decode(run?: Run): Promise<Picture>;
}

/** Opens a further file. Throws as `openPicture` does, and the reason of the run that opens it when that aborts. */
export async function openFurther(
  bytes: Uint8Array,
  coders: Pick<Coders, 'decode'>,
  { limits, reading = DEFAULT_READING, run: opening }: DecodeContext,
): Promise<FurtherFile> {
  const coder = FURTHER.find((candidate) => candidate.sniff(bytes));
  if (coder) {
    return { shape: coder.readShape(bytes), decode: (run) => coder.decode(bytes, { limits, run }) };
  }
  const { bytes: whole, header } = await openPicture(bytes, limits, reading, opening);
  const { channels, type, orientation } = header;
  return {
    shape: { ...uprightExtent(header, orientation), channels, type },
    decode: (run) => coders.decode(whole, header, { limits, run, reading }),
  };
}
