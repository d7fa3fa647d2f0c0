/** What JPEG encoders are tried on, and the files that libjpeg-turbo makes of it. */
import sharp from 'sharp';
import type { ChromaSubsampling } from '../../src/formats/jpeg/layout.ts';
import type { Samples } from './jpeg-pictures.ts';
import { random } from './pictures.ts';

export const QUALITIES = [1, 10, 50, 75, 90, 95, 100];

/** Channels and samplings that sharp writes too, gray among them. */
export const SAMPLINGS = [
  [1, '4:4:4'],
  [3, '4:4:4'],
  [3, '4:2:0'],
] as const;

/** Extents from 1x1 to 40x40: around the edges of blocks and MCUs, and others. */
export function extents(count: number): [width: number, height: number][] {
  const sides = [1, 2, 7, 8, 9, 15, 16, 17, 24, 25, 31, 32, 33, 40];
  const next = random(7);
  const side = () =>
    next() < 0.5 ? (sides[Math.floor(next() * sides.length)] as number) : 1 + Math.floor(40 * next());
  return Array.from({ length: count }, () => [side(), side()]);
}

interface Options {
  readonly quality: number;
  readonly chromaSubsampling: ChromaSubsampling;
  readonly optimiseCoding?: boolean;
}

/** The picture's file from libjpeg-turbo, as sharp calls it; it writes neither 4:2:2 nor 4:4:0. */
export function encodeWithSharp(
  { width, height, channels, data }: Samples,
  { quality, chromaSubsampling, optimiseCoding = false }: Options,
): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality, chromaSubsampling, optimiseCoding })
    .toBuffer();
}
