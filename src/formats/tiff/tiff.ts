import { z } from 'zod';
import type { Channels, PixelType } from '../../core/pixel.ts';
import { checkDeclaredExtent, corrupt, unsupportedDepth } from '../checks.ts';
import { validOrientation } from '../exif.ts';
import type { Format } from '../format.ts';
import { type Profile, profileOf } from '../icc/icc.ts';
import { hasBytes } from '../reader.ts';
import { checkTiffData, TAG } from './data.ts';
import { type Directory, readTiffDirectory } from './directory.ts';

/** TIFF 6.0 and BigTIFF: the first page, of unsigned integers or 32-bit floats. */
export const tiff: Format = {
  name: 'tiff',
  mime: 'image/tiff',
  extensions: ['tif', 'tiff'],
  types: ['u8', 'u16', 'f32'],
  options: z.strictObject({
    // sharp's own default is JPEG; who asks for TIFF wants the samples, of any depth.
    compression: z
      .enum(['none', 'lzw', 'deflate', 'packbits', 'jpeg'])
      .default('lzw')
      .describe('How samples are packed; only jpeg loses some. Floats are not packed'),
    quality: z.number().int().min(1).max(100).default(80).describe('Quality for jpeg, 1 to 100'),
  }),
  sniff: (bytes) =>
    // `II` or `MM`, then 42 for TIFF or 43 for BigTIFF, in that byte order.
    SIGNATURES.some((signature) => hasBytes(bytes, 0, signature)),
  readHeader(bytes, limits) {
    const directory = readTiffDirectory(bytes, limits);
    const [width, height] = [directory.first(TAG.width, 0), directory.first(TAG.height, 0)];
    checkDeclaredExtent({ width, height }, limits);
    const { channels, type } = decodedSamples(directory);
    checkTiffData(bytes.length, directory, limits);
    const orientation = validOrientation(directory.first(TAG.orientation, 1));
    return { format: 'tiff', width, height, channels, type, orientation, profile: readProfile(directory) };
  },
};

const SIGNATURES = [
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
  [0x49, 0x49, 43, 0],
  [0x4d, 0x4d, 0, 43],
];

/** SampleFormat (TIFF 6.0 section 19). */
const UNSIGNED = 1;
const FLOAT = 3;

/** PhotometricInterpretation (TIFF 6.0 sections 4 to 6, 16, 20, 21, 23), and the colour samples. */
const PHOTOMETRIC: Readonly<Record<number, { name: string; samples: number; channels: 1 | 3 }>> = {
  0: { name: 'white is zero', samples: 1, channels: 1 },
  1: { name: 'black is zero', samples: 1, channels: 1 },
  2: { name: 'rgb', samples: 3, channels: 3 },
  3: { name: 'palette', samples: 1, channels: 3 },
  5: { name: 'cmyk', samples: 4, channels: 3 },
  6: { name: 'ycbcr', samples: 3, channels: 3 },
  8: { name: 'lab', samples: 3, channels: 3 },
};

/** Real pictures of many bands exist; beyond this it is a lie. */
const MOST_SAMPLES = 256;

function decodedSamples(directory: Directory): { channels: Channels; type: PixelType } {
  const photometric = PHOTOMETRIC[directory.first(TAG.photometric, 1)];
  if (!photometric) throw unsupportedDepth('TIFF of this colour model cannot be read');
  const samples = directory.first(TAG.samplesPerPixel, 1);
  const extra = samples - photometric.samples;
  if (extra < 0) throw corrupt(`The picture has ${samples} samples per pixel`);
  if (extra > 1 && samples > MOST_SAMPLES) throw corrupt(`The picture has ${samples} samples per pixel`);
  if (extra > 1) throw unsupportedDepth(`TIFF of ${samples} samples per pixel cannot be read`);
  return {
    channels: (photometric.channels + extra) as Channels,
    type: sampleType(directory, photometric.name),
  };
}

/** Of inks and CIE Lab a profile means other things than of RGB. */
function readProfile(directory: Directory): Profile {
  const kind = PHOTOMETRIC[directory.first(TAG.photometric, 1)];
  if (!kind || ['cmyk', 'lab'].includes(kind.name)) return 'none';
  return profileOf(directory.bytes(TAG.profile), kind.channels);
}

function sampleType(directory: Directory, photometric: string): PixelType {
  const bits = directory.all(TAG.bitsPerSample, MOST_SAMPLES);
  const formats = directory.all(TAG.sampleFormat, MOST_SAMPLES);
  const [depth = 1, format = UNSIGNED] = [bits[0], formats[0]];
  if (bits.some((other) => other !== depth) || formats.some((other) => other !== format)) {
    throw unsupportedDepth('TIFF with samples of differing depths cannot be read');
  }
  // 4 is "undefined", which readers treat as unsigned.
  if ((format === UNSIGNED || format === 4) && [1, 2, 4, 8].includes(depth)) return 'u8';
  if (format === UNSIGNED && depth === 16 && photometric !== 'palette') return 'u16';
  if (format === FLOAT && depth === 32 && ['black is zero', 'rgb'].includes(photometric)) return 'f32';
  throw unsupportedDepth(`TIFF of ${depth} bits per sample in this form cannot be read`);
}
