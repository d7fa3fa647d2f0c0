/** Ends a sharp pipeline with raw samples in main memory. */
import type { Sharp as Pipeline } from 'sharp';
import type { Image, Shape } from '../../core/image.ts';
import { type Channels, type PixelType, SAMPLE_BYTES, type Samples, viewSamples } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import { keepChannels } from '../channels.ts';
import { fileFault } from '../faults.ts';
import { decodedSpace, rawOptions } from './pipeline.ts';
import { callHeeding } from './warnings.ts';

/**
 * The pipeline's result, with the shape's channels and pixel type as far as libvips supports them. Throws
 * `corrupt-image` or `truncated-image` by libvips' error.
 */
export async function readSamples(
  pipeline: Pipeline,
  wanted: Pick<Shape, 'type' | 'channels'>,
  run?: Run,
): Promise<Image> {
  const { data, info } = await takeSamples(pipeline, wanted, { run, blame: fileFault });
  return imageOf(data, { ...info, channels: info.channels as Channels }, wanted, run);
}

/**
 * The same for a known extent, with libvips' own errors. Undefined when the extent differs. Judged by the number of
 * samples, because sharp reports a wrong extent for an extract followed by an extend.
 */
export async function readPlannedSamples(
  pipeline: Pipeline,
  planned: Shape,
  run?: Run,
): Promise<Image | undefined> {
  const { data, info } = await takeSamples(pipeline, planned, { run, blame: (error) => error });
  const channels = info.channels as Channels;
  const { width, height, type } = planned;
  if (data.byteLength !== width * height * channels * SAMPLE_BYTES[type]) return undefined;
  const image = await imageOf(data, { width, height, channels }, planned, run);
  return image.channels === planned.channels ? image : undefined;
}

/** `blame` converts libvips' errors. */
function takeSamples(
  pipeline: Pipeline,
  wanted: Pick<Shape, 'type' | 'channels'>,
  { run, blame }: { run: Run | undefined; blame(error: unknown): unknown },
) {
  const raw = pipeline.toColourspace(decodedSpace(wanted)).raw(rawOptions(wanted.type));
  const call = () =>
    raw.toBuffer({ resolveWithObject: true }).catch((error) => {
      throw blame(error);
    });
  return callHeeding(pipeline, call, run);
}

async function imageOf(
  data: Buffer,
  { width, height, channels: stored }: Omit<Shape, 'type'>,
  wanted: Pick<Shape, 'type' | 'channels'>,
  run?: Run,
): Promise<Image> {
  const { type } = wanted;
  const samples = alignedSamples(data, type, width * height * stored);
  const image: Image = { width, height, channels: stored, type, data: samples, space: 'srgb' };
  const isRepeatedGray = wanted.channels < 3 && stored >= 3;
  return isRepeatedGray ? keepChannels(image, (stored - 2) as Channels, run) : image;
}

/** Views sharp's buffer as samples. Copies only when the buffer is not aligned. */
function alignedSamples(data: Buffer, type: PixelType, length: number): Samples {
  const bytes = data.byteOffset % SAMPLE_BYTES[type] === 0 ? data : new Uint8Array(data);
  return viewSamples(type, bytes.buffer, bytes.byteOffset, length);
}
