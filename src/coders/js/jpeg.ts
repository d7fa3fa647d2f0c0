import { decode, encode } from 'jpeg-js';
import { NoirError } from '../../core/errors.ts';
import { colorChannels, hasAlpha, type Image, pixelCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Header, Output } from '../../formats/format.ts';
import { readJpegFrame } from '../../formats/jpeg/frame.ts';
import { keepChannels } from '../channels.ts';

const MiB = 2 ** 20;

/** Decodes a JPEG with jpeg-js, unturned. Throws `memory-limit`, or jpeg-js' own error. */
export function decodeJpeg(bytes: Uint8Array, { channels }: Header, limits: Limits): Image {
  const { components, ycc } = readJpegFrame(bytes, limits);
  const { width, height, data } = decodeRgb(bytes, components === 3 ? ycc : undefined, limits);
  return {
    width,
    height,
    channels,
    type: 'u8',
    data: keepChannels(data, 3, 'u8', channels),
    space: 'srgb',
  };
}

function decodeRgb(bytes: Uint8Array, colorTransform: boolean | undefined, limits: Limits) {
  try {
    return decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      ...(colorTransform === undefined ? {} : { colorTransform }),
      maxResolutionInMP: limits.pixels / 1e6,
      // It keeps all coefficients as 32-bit numbers, far more than the picture itself.
      maxMemoryUsageInMB: limits.totalBytes / MiB,
    });
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('maxMemoryUsageInMB'))) throw error;
    throw new NoirError('memory-limit', 'Decoding the picture takes too much memory without sharp', {
      limit: limits.totalBytes,
      cause: error,
    });
  }
}

/** Encodes with jpeg-js, always as YCC without subsampling; alpha is laid over black. */
export function encodeJpeg(image: Image, { options }: Output): Uint8Array {
  const { width, height } = image;
  return encode({ width, height, data: toOpaque(image) }, Number(options.quality ?? 80)).data;
}

/** RGBA over black, which is what jpeg-js takes and what sharp does with alpha. */
function toOpaque(image: Image): Uint8Array {
  const { channels, data } = image;
  const pixels = pixelCount(image);
  const colors = colorChannels(channels);
  const goal = new Uint8Array(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels;
    const alpha = hasAlpha(channels) ? (data[from + colors] ?? 0) / 255 : 1;
    for (let channel = 0; channel < 3; channel++) {
      const color = data[from + (colors === 1 ? 0 : channel)] ?? 0;
      goal[pixel * 4 + channel] = Math.floor(color * alpha);
    }
    goal[pixel * 4 + 3] = 255;
  }
  return goal;
}
