/** Images, pictures and their shapes. */
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
  /** Columns, 1 or more. */
  readonly width: number;
  /** Rows, 1 or more. */
  readonly height: number;
}

/** Everything about an image except its samples. Geometry maps shapes; limits judge them. */
export interface Shape extends Extent {
  /** 1 for gray, 2 for gray with alpha, 3 for RGB, 4 for RGB with alpha. */
  readonly channels: Channels;
  /** Type of each sample: `u8` (0 to 255), `u16` (0 to 65535) or `f32` (nominally 0 to 1). */
  readonly type: PixelType;
}

/**
 * An image in memory: samples interleaved by pixel, rows from top to bottom without padding, alpha last and
 * straight (not premultiplied).
 */
export interface Image extends Shape {
  /** Samples in the array of the pixel type: width x height x channels of them. */
  readonly data: Samples;
  /** Meaning of the colour samples. Everything that is decoded arrives as sRGB. */
  readonly space: ColorSpace;
  /** A further band that is not alpha: gray, with the same extent and pixel type. Steps work on it separately. */
  readonly extra?: Image;
}

type ColorSpace = 'srgb';

/** The content of a file: one frame, or several of one shape that are shown in sequence. */
export interface Picture {
  readonly frames: readonly [Image, ...Image[]];
  /** Milliseconds for which each frame is shown. Absent for a still picture. */
  readonly delays?: readonly number[];
  /** Number of times the frames are played; 0 means for ever. Absent for a still picture. */
  readonly loop?: number;
}

/** A range of a file's frames, counted from 0. */
export interface FrameRange {
  readonly first: number;
  readonly count: number;
}

export function pixelCount({ width, height }: Extent): number {
  return width * height;
}

export function isSameShape(a: Shape, b: Shape): boolean {
  return a.width === b.width && a.height === b.height && a.channels === b.channels && a.type === b.type;
}

export function sampleCount(shape: Shape): number {
  return shape.width * shape.height * shape.channels;
}

/** Bytes of the samples, without padding. */
export function byteCount(shape: Shape): number {
  return sampleCount(shape) * SAMPLE_BYTES[shape.type];
}

/** Number of colour channels: 1 for gray, 3 for RGB. */
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
 * Throws `invalid-parameter` when an image from outside does not match its shape. Reading beyond its samples could
 * expose other data.
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

/** A new image with all samples zero. */
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
