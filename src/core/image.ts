import { invalidParameters } from './errors.ts';
import {
  allocateSamples,
  type Channels,
  PIXEL_TYPES,
  type PixelType,
  SAMPLE_ARRAYS,
  SAMPLE_BYTES,
  type Samples,
} from './pixel.ts';

/** Width and height in pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Everything about a picture but its samples: what geometry maps and limits judge. */
export interface Shape extends Extent {
  readonly channels: Channels;
  readonly type: PixelType;
}

/**
 * A picture in memory: samples interleaved by pixel, rows from top to bottom without padding, alpha
 * last and straight (not premultiplied).
 */
export interface Image extends Shape {
  readonly data: Samples;
  /** What the colour samples mean. Everything that is decoded arrives as sRGB. */
  readonly space: ColorSpace;
  /** A band beside the colours that is no alpha: gray, of the same extent and pixel type. Steps filter it by itself. */
  readonly extra?: Image;
}

type ColorSpace = 'srgb';

/** What a file holds: one frame, or several of one shape that are shown one after the other. */
export interface Picture {
  readonly frames: readonly [Image, ...Image[]];
  /** How long each frame is shown, in milliseconds; absent for a still picture. */
  readonly delays?: readonly number[];
  /** How many times the frames are played; 0 for ever. Absent for a still picture. */
  readonly loop?: number;
}

/** Some of the frames of a file, counted from 0. */
export interface FrameRange {
  readonly first: number;
  readonly count: number;
}

export function pixelCount({ width, height }: Extent): number {
  return width * height;
}

export function sampleCount(shape: Shape): number {
  return shape.width * shape.height * shape.channels;
}

/** Bytes that the samples of such a picture take, without padding. */
export function byteCount(shape: Shape): number {
  return sampleCount(shape) * SAMPLE_BYTES[shape.type];
}

/** Channels that carry colour: 1 for gray, 3 for RGB. */
export function colorChannels(channels: Channels): 1 | 3 {
  return channels < 3 ? 1 : 3;
}

export function hasAlpha(channels: Channels): boolean {
  return channels === 2 || channels === 4;
}

export function shapeOf({ width, height, channels, type }: Shape): Shape {
  return { width, height, channels, type };
}

/**
 * Throws `invalid-parameter` when a picture from outside is not what it says: samples read beyond its
 * own would be somebody else's.
 */
export function checkImage(image: Image): void {
  const { width, height, channels, type, data } = image;
  const whole = (value: number) => Number.isInteger(value) && value > 0;
  const fits =
    whole(width) &&
    whole(height) &&
    [1, 2, 3, 4].includes(channels) &&
    PIXEL_TYPES.includes(type) &&
    data instanceof SAMPLE_ARRAYS[type] &&
    data.length === sampleCount(image);
  if (fits) return;
  const reason = `expected the samples of ${width}x${height}x${channels} ${type}, received ${data?.length} in ${data?.constructor?.name}`;
  throw invalidParameters([{ pointer: '/data', reason }]);
}

/** A new picture of the shape with every sample zero. */
export function createImage(shape: Shape): Image {
  return {
    ...shapeOf(shape),
    data: allocateSamples(shape.type, sampleCount(shape)),
    space: 'srgb',
  };
}

/** `3840x2160 rgb u8`, for messages. */
export function describeShape({ width, height, channels, type }: Shape): string {
  return `${width}x${height} ${CHANNEL_NAMES[channels]} ${type}`;
}

const CHANNEL_NAMES: Readonly<Record<Channels, string>> = { 1: 'gray', 2: 'gray+alpha', 3: 'rgb', 4: 'rgba' };
