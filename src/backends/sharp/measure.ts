/** Work that shows what the parts of a libvips pipeline take, for measuring the table of costs. */
import type { FormatEnum, Sharp } from 'sharp';
import { decodeFeatures, encodeFeatures } from '../../coders/features.ts';
import { loadSharp } from '../../coders/sharp/load.ts';
import { LIBVIPS_FORMATS } from '../../coders/sharp/pipeline.ts';
import type { Measurable } from '../../core/costs.ts';
import { type Extent, type Image, type Shape, shapeOf } from '../../core/image.ts';
import { DEFAULT_LIMITS } from '../../core/limits.ts';
import type { FormatName, Shrink } from '../../formats/format.ts';
import { FORMATS, readHeader } from '../../formats/registry.ts';
import { copyFeatures, PIPELINE, resizeFeatures } from './costs.ts';

type Open = (input: Uint8Array | Image) => Sharp;

/** Factors by which sides are scaled. */
const PARTS = [0.8, 0.5, 0.25, 0.1] as const;

/** JPEG qualities, far apart, so that the time per byte can be told from the time per pixel. */
const QUALITIES = [30, 95] as const;

/**
 * Opening a pipeline, copying, resizing, loading each format (JPEG also with shrink-on-load), and encoding PNG in
 * libvips, each on one thread. Empty when sharp cannot be loaded.
 */
export async function libvipsWork(photo: Image, formats: readonly FormatName[]): Promise<Measurable[]> {
  const sharp = await loadSharp();
  if (!sharp || photo.type !== 'u8') return [];
  const open: Open = (input) =>
    input instanceof Uint8Array
      ? sharp(input, { sequentialRead: true, limitInputPixels: false })
      : sharp(input.data as Uint8Array, { raw: input, limitInputPixels: false });
  const nothing = () => open(PIXEL).raw().toBuffer();
  const loads: Measurable[] = [];
  for (const format of formats.filter((name) => LIBVIPS_FORMATS.includes(name)))
    loads.push(...(await loadWork(open, photo, format, nothing)));
  return [
    { features: PIPELINE, run: nothing },
    { features: copyFeatures(photo), run: () => open(photo).raw().toBuffer() },
    ...PARTS.map((part) => resizeWork(open, photo, part, nothing)),
    ...loads,
    ...(formats.includes('png') ? pngWork(open, photo) : []),
  ];
}

/**
 * Sets libvips to one thread, as the measured times assume. Returns a function that restores the previous setting.
 */
export async function limitThreads(): Promise<() => void> {
  const sharp = await loadSharp();
  const before = sharp?.concurrency();
  sharp?.concurrency(1);
  return () => {
    if (before !== undefined) sharp?.concurrency(before);
  };
}

const PIXEL: Image = { width: 1, height: 1, channels: 3, type: 'u8', space: 'srgb', data: new Uint8Array(3) };

function scaled({ width, height }: Extent, part: number): Extent {
  return { width: Math.max(1, Math.round(width * part)), height: Math.max(1, Math.round(height * part)) };
}

function resizeWork(open: Open, photo: Image, part: number, nothing: () => Promise<unknown>): Measurable {
  const { width, height } = scaled(photo, part);
  return {
    features: resizeFeatures(photo, { ...shapeOf(photo), width, height }),
    run: () => open(photo).resize(width, height, { fit: 'fill' }).raw().toBuffer(),
    without: nothing,
  };
}

function pngWork(open: Open, photo: Image): Measurable[] {
  return FORMATS.png.measured.map((options) => ({
    features: encodeFeatures({ format: 'png', options }, photo),
    run: () => open(photo).png(options).toBuffer(),
  }));
}

async function loadWork(
  open: Open,
  photo: Image,
  format: FormatName,
  nothing: () => Promise<unknown>,
): Promise<Measurable[]> {
  if (format !== 'jpeg') {
    const file = await open(photo)
      .toFormat(format as keyof FormatEnum, { effort: 2 })
      .toBuffer();
    return [wholeLoad(open, file, nothing)];
  }
  // JPEG has no alpha, and libvips would keep gray with alpha in three channels.
  if (photo.channels !== 3 && photo.channels !== 1) return [];
  const files = await Promise.all(
    QUALITIES.map((quality) =>
      open(photo)
        .toColourspace(photo.channels === 1 ? 'b-w' : 'srgb')
        .jpeg({ quality })
        .toBuffer(),
    ),
  );
  return files.flatMap((file) => [
    wholeLoad(open, file, nothing),
    ...([2, 4, 8] as const).map((shrink) => shrunkLoad(open, file, photo, shrink)),
  ]);
}

/** Asks for the last row: libvips then decodes all rows, and copies almost nothing. */
function wholeLoad(open: Open, file: Uint8Array, nothing: () => Promise<unknown>): Measurable {
  const header = readHeader(file, DEFAULT_LIMITS);
  const { width, height } = header;
  const last = { left: 0, top: height - 1, width, height: 1 };
  return {
    features: decodeFeatures(header, file.length, { into: 'load' }),
    run: () => open(file).extract(last).raw().toBuffer(),
    without: nothing,
  };
}

/** libvips shrinks on load only if a resize follows. `without` runs that resize alone, to subtract it. */
function shrunkLoad(open: Open, file: Uint8Array, photo: Image, shrink: Shrink): Measurable {
  const header = readHeader(file, DEFAULT_LIMITS);
  const { width, height } = scaled(header, 1 / (shrink + 1));
  const loaded = shrunkPhoto(photo, shrink);
  const resize = (pipeline: Sharp) => pipeline.resize(width, height, { fit: 'fill' }).raw().toBuffer();
  return {
    features: decodeFeatures(header, file.length, { into: 'load', shrink }),
    run: () => resize(open(file)),
    without: () => resize(open(loaded)),
  };
}

/** A picture of the shrunk extent. Its pixels do not affect the time of a resize. */
function shrunkPhoto(photo: Image, shrink: Shrink): Image {
  const shape: Shape = {
    ...shapeOf(photo),
    width: Math.ceil(photo.width / shrink),
    height: Math.ceil(photo.height / shrink),
  };
  const samples = shape.width * shape.height * shape.channels;
  return { ...shape, space: 'srgb', data: photo.data.subarray(0, samples) };
}
