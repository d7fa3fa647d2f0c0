/** Opens the sources of a job: reads a file and its header, or checks samples. Decodes nothing. */
import { type HostCarrier, hostOf, type SourceCarrier } from '../backends/leg.ts';
import { type OpenedFile, openPicture } from '../coders/open.ts';
import { checkImage, type Image, type Shape } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { FormatName, Frames } from '../formats/format.ts';
import { type Reading, refuseUnread } from '../formats/input.ts';
import { uprightExtent } from '../formats/orientation.ts';
import type { Source } from './job.ts';
import { plain } from './plain.ts';
import { bytesOf } from './source-bytes.ts';

/** Facts about a picture that are known before it is decoded. */
export interface Opened {
  readonly carrier: SourceCarrier | HostCarrier;
  /** Once it is decoded and turned upright. */
  readonly shape: Shape;
  /** The file's format. Undefined for samples. */
  readonly format?: FormatName | undefined;
  /** Absent for a single picture. */
  readonly frames?: Frames | undefined;
  /** Notes for people on how the picture is read. */
  readonly notes?: readonly string[] | undefined;
}

/** Opens a source. Throws `NoirError` when it is no picture, is too large, or cannot be read as the recipe asks. */
export async function openSource(
  source: Source,
  limits: Limits,
  reading: Reading,
  run?: Run,
): Promise<Opened> {
  if (source.kind === 'samples') return openImage(imageOf(source), limits, reading);
  return openedOf(await openPicture(await bytesOf(source), limits, reading, run));
}

/** Makes an image of samples. Throws `invalid-parameter` when the samples do not match their shape. */
export function imageOf({ shape, space, data }: Extract<Source, { kind: 'samples' }>): Image {
  checkImage({ ...shape, space, data });
  return { ...shape, space, data: plain(data) };
}

function openImage(image: Image, limits: Limits, reading: Reading): Opened {
  refuseUnread(reading, 'a picture in memory');
  checkShape(image, limits);
  return { carrier: hostOf(image), shape: image, format: undefined };
}

function openedOf({ bytes, header, reading }: OpenedFile): Opened {
  refuseUnread(reading, header.format);
  const { format, channels, type, orientation } = header;
  const shape = { ...uprightExtent(header, orientation), channels, type };
  const { frames, notes } = header;
  return { carrier: { kind: 'source', bytes, header, reading }, shape, format, frames, notes };
}
