/** Tasks that start from the compressed bytes of a JPEG. */
import { isNoirError } from '../../core/errors.ts';
import type { Shape } from '../../core/image.ts';
import type { Header, Shrink } from '../../formats/format.ts';
import type { Reading } from '../../formats/input.ts';
import { readJpegFrame } from '../../formats/jpeg/frame.ts';
import { shrunkExtent } from '../../formats/jpeg/geometry.ts';
import { readJpegPicture } from '../../formats/jpeg/scan.ts';
import { stepsUpright } from '../../plan/orientation.ts';
import { makePlan, type Plan } from '../../plan/plan.ts';
import type { Step } from '../../recipe/recipe.ts';
import type { JpegInput, Task } from '../backend.ts';
import type { LegContext, SourceCarrier, Stretch } from '../leg.ts';

/** Makes a task from the compressed bytes. Undefined for a JPEG that the CPU should decode. */
export async function taskFromJpeg(
  { bytes, header, reading }: SourceCarrier,
  part: Plan,
  { limits }: Stretch,
  context: LegContext,
): Promise<Task | undefined> {
  const opened = openJpeg(bytes, limits, reading, header);
  if (!opened) return undefined;
  const file = await withColors(opened, context);
  if (!file) return undefined;
  const { steps, shrink } = shrinkSteps(part, header.detail);
  const stored: Shape = { ...shapeStored(header), ...shrunkExtent(header, shrink) };
  const before = stepsUpright(header.orientation);
  const plan = makePlan([...before, ...steps], stored, limits, { first: -before.length });
  return { plan, from: { ...file, shrink } };
}

function shapeStored({ width, height, channels, type }: Header): Shape {
  return { width, height, channels, type };
}

/** Steps for a picture decoded at the smallest scale that the first step allows. */
function shrinkSteps(
  { steps, input }: Plan,
  detail = Number.POSITIVE_INFINITY,
): { steps: readonly Step[]; shrink: Shrink } {
  const [first, ...rest] = steps;
  const shrink = first?.op.shrinkOnLoad?.(input, first.params, detail) ?? 1;
  const left = shrink > 1 ? first?.op.afterShrinking?.(first.params, { original: input, shrink }) : undefined;
  return left ? { steps: [left, ...rest], shrink } : { steps, shrink: 1 };
}

/** A JPEG in colour or CMYK, or in gray that is sRGB. The CPU decodes gray with another profile. */
function openJpeg(
  bytes: Uint8Array,
  limits: Stretch['limits'],
  reading: Reading,
  { profile }: Header,
): JpegInput | undefined {
  const frame = readJpegFrame(bytes, limits, reading);
  const { components, data } = frame;
  // Without an end marker, some data are missing.
  if (data.end === undefined) return undefined;
  if (profile === 'other' && components === 1) return undefined;
  try {
    return { kind: 'jpeg', bytes, picture: readJpegPicture(bytes, limits, frame), profile };
  } catch (error) {
    // libjpeg accepts some tables that are refused here, and it decides.
    if (isNoirError(error)) return undefined;
    throw error;
  }
}

/** Adds the table that converts the JPEG's samples to sRGB. Undefined when its profile has no such table. */
async function withColors(file: JpegInput, { colors }: LegContext): Promise<JpegInput | undefined> {
  const inks = file.picture.components.length === 4;
  if (!inks && file.profile !== 'other') return file;
  const table = await colors(file.bytes, inks ? 4 : 3);
  return table && { ...file, colors: table };
}
