/**
 * Reads how a page stores its samples: depth, compression, planes, colour model. Refuses layouts that Noir cannot
 * read.
 */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { checkDeclaredExtent, corrupt, unsupportedDepth } from '../checks.ts';
import type { Directory } from './fields.ts';
import { type Packing, type Parts, readTiffParts } from './parts.ts';
import {
  CCITT,
  COMPRESSION,
  COMPRESSION_NAMES,
  PHOTOMETRIC,
  PHOTOMETRIC_NAMES,
  SAMPLE_FORMAT,
  TAG,
} from './tags.ts';

/** The channels of a colour model, before any extra bands. */
export const COLOR_MODELS = {
  gray: { samples: 1, channels: 1 },
  palette: { samples: 1, channels: 3 },
  rgb: { samples: 3, channels: 3 },
  cmyk: { samples: 4, channels: 3 },
  ycbcr: { samples: 3, channels: 3 },
  lab: { samples: 3, channels: 3 },
} as const;

type ColorModel = keyof typeof COLOR_MODELS;

/** How a page is stored. */
export interface TiffLayout extends Packing {
  readonly model: ColorModel;
  /** PhotometricInterpretation. */
  readonly photometric: number;
  /** Whether the file says so. Otherwise Noir reads it as gray. */
  readonly named: boolean;
  readonly format: 'unsigned' | 'signed' | 'float';
  /** 2 when samples are differences, 3 when the bytes of floats are; 1 otherwise. */
  readonly predictor: number;
  /** Whether the lowest bit of a byte comes first. */
  readonly reversed: boolean;
  /** Codes of the bands after the colours. Undefined when the file does not say. */
  readonly extras: readonly number[] | undefined;
  readonly parts: Parts;
}

/** Real pictures of many bands exist; beyond this it is a lie. */
export const MOST_SAMPLES = 256;

const MODEL_OF: Readonly<Record<number, ColorModel>> = {
  [PHOTOMETRIC.whiteIsZero]: 'gray',
  [PHOTOMETRIC.blackIsZero]: 'gray',
  [PHOTOMETRIC.rgb]: 'rgb',
  [PHOTOMETRIC.palette]: 'palette',
  [PHOTOMETRIC.inks]: 'cmyk',
  [PHOTOMETRIC.ycbcr]: 'ycbcr',
  [PHOTOMETRIC.cieLab]: 'lab',
  [PHOTOMETRIC.iccLab]: 'lab',
};

/** Compressions with differences. libtiff passes over a predictor beside others. */
const PREDICTED: readonly number[] = [
  ...[COMPRESSION.lzw, COMPRESSION.deflate, COMPRESSION.adobeDeflate, COMPRESSION.zstd],
];

/** Compressions that somebody here unpacks. */
const UNPACKED = [...Object.values<number>(COMPRESSION), ...CCITT];

/**
 * Reads and checks the layout of a page. Throws `unsupported-depth` with the name of an unsupported feature,
 * `corrupt-image`, `truncated-image`, or the error of the limit that the page exceeds.
 */
export function readTiffLayout(directory: Directory, fileBytes: number, limits: Limits): TiffLayout {
  const extent: Extent = { width: directory.first(TAG.width, 0), height: directory.first(TAG.height, 0) };
  checkDeclaredExtent(extent, limits);
  const compression = compressionOf(directory);
  const count = directory.first(TAG.samplesPerPixel, 1);
  const photometric = directory.first(TAG.photometric, PHOTOMETRIC.blackIsZero);
  const model = modelOf(directory, photometric);
  const named = directory.has(TAG.photometric);
  if (!named && (count > 2 || CCITT.includes(compression))) {
    throw corrupt('The picture does not say what its colours are');
  }
  const lacks = count < COLOR_MODELS[model].samples;
  if (lacks || count > MOST_SAMPLES) throw corrupt(`The picture has ${count} samples per pixel`);
  const { bits, format } = sampleOf(directory, model, count);
  const planes = count > 1 && directory.first(TAG.planarConfiguration, 1) === 2;
  const shared = sharedChroma(directory, model, compression === COMPRESSION.jpeg && !planes);
  const packing: Packing = { ...extent, count, bits, planes, compression, shared };
  return {
    ...packing,
    ...{ model, photometric, named, format },
    predictor: PREDICTED.includes(compression) ? directory.first(TAG.predictor, 1) : 1,
    reversed: directory.first(TAG.fillOrder, 1) === 2,
    extras: directory.has(TAG.extraSamples) ? directory.all(TAG.extraSamples, MOST_SAMPLES) : undefined,
    parts: readTiffParts(directory, packing, fileBytes, limits),
  };
}

function modelOf(directory: Directory, photometric: number): ColorModel {
  const model = MODEL_OF[photometric];
  if (!model) {
    const name = PHOTOMETRIC_NAMES[photometric] ?? `colour model ${photometric}`;
    throw unsupportedDepth(`TIFF of ${name} cannot be read`);
  }
  if (model === 'cmyk' && directory.first(TAG.inkSet, 1) !== 1) {
    throw unsupportedDepth('TIFF of inks that are not cyan, magenta, yellow and black cannot be read');
  }
  return model;
}

function compressionOf(directory: Directory): number {
  const compression = directory.first(TAG.compression, COMPRESSION.none);
  if (UNPACKED.includes(compression)) return compression;
  const name = COMPRESSION_NAMES[compression];
  throw unsupportedDepth(`TIFF packed as ${name ?? `compression ${compression}`} cannot be read`);
}

/** Values beyond the samples that there are mean nothing. */
function sampleOf(
  directory: Directory,
  model: ColorModel,
  count: number,
): Pick<TiffLayout, 'bits' | 'format'> {
  const bits = directory.all(TAG.bitsPerSample, MOST_SAMPLES).slice(0, count);
  const formats = directory.all(TAG.sampleFormat, MOST_SAMPLES).slice(0, count);
  const [depth = 1, format = SAMPLE_FORMAT.unsigned] = [bits[0], formats[0]];
  // In Lab, L is unsigned and the others are signed, whether the file says so or not.
  const mixed = model !== 'lab' && formats.some((other) => other !== format);
  if (mixed || bits.some((other) => other !== depth)) {
    throw unsupportedDepth('TIFF with samples of differing depths cannot be read');
  }
  if (format === SAMPLE_FORMAT.signed && model !== 'lab') return { bits: depth, format: 'signed' };
  if (format === SAMPLE_FORMAT.float) return { bits: depth, format: 'float' };
  if (format > SAMPLE_FORMAT.undefined) throw unsupportedDepth('TIFF of complex numbers cannot be read');
  return { bits: depth, format: 'unsigned' };
}

/**
 * JPEGs of all three components have their own subsampling, which their decoder undoes. The default is that of TIFF 6.0
 * section 21.
 */
function sharedChroma(directory: Directory, model: ColorModel, inJpeg: boolean): [number, number] {
  if (model !== 'ycbcr' || inJpeg) return [1, 1];
  const [columns = 2, rows = 2] = directory.all(TAG.ycbcrSubsampling, 2);
  const known = [1, 2, 4];
  if (known.includes(columns) && known.includes(rows)) return [columns, rows];
  throw corrupt(`The picture has chroma for ${columns}x${rows} pixels`);
}
