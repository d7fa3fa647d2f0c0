import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { openCoders } from '../../src/coders/registry.ts';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { allocateSamples, type Channels, type PixelType } from '../../src/core/pixel.ts';
import type { FormatName, Output } from '../../src/formats/format.ts';
import { readHeader } from '../../src/formats/registry.ts';

/** The coders with sharp, or with plain JavaScript in its place, for pictures of one frame. */
export interface TestCoders {
  readonly name: 'sharp' | 'js';
  decodes(format: FormatName): boolean;
  decode(bytes: Uint8Array): Promise<Image>;
  encode(image: Image, output: Output): Promise<Uint8Array>;
}

async function testCoders(name: TestCoders['name']): Promise<TestCoders> {
  const coders = await openCoders(name);
  return {
    name,
    decodes: (format) => coders.decoders({ format }).length > 0,
    async decode(bytes) {
      const header = readHeader(bytes, DEFAULT_LIMITS);
      return (await coders.decode(bytes, header, { limits: DEFAULT_LIMITS })).frames[0];
    },
    encode: (image, output) => coders.encode({ frames: [image] }, output),
  };
}

export const sharpCoders = await testCoders('sharp');
export const jsCoders = await testCoders('js');

/** Both by name, for `describe.each`. */
export const CODERS = [
  ['sharp', sharpCoders],
  ['js', jsCoders],
] as const;

/** A picture with a different value in nearly every sample; the same on every call. */
export function makeImage(width: number, height: number, channels: Channels, type: PixelType = 'u8'): Image {
  const data = allocateSamples(type, width * height * channels);
  const odd = [0, 0.1, -3, 1e9, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -0];
  for (let index = 0; index < data.length; index++) {
    data[index] = type === 'f32' ? (odd[index % odd.length] ?? 0) : index * 7919 + 13;
  }
  return { width, height, channels, type, data, space: 'srgb' };
}

/** A smooth picture, which lossy formats keep nearly. */
export function makeGradient(width: number, height: number, channels: Channels): Image {
  const image = makeImage(width, height, channels);
  for (let index = 0; index < image.data.length; index++) {
    const pixel = Math.floor(index / channels);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    image.data[index] = 20 + Math.round((x * 200) / width) * 0.5 + Math.round((y * 200) / height) * 0.5;
  }
  return image;
}

/** An async function, so that what is wrong with the header rejects too. */
export async function decodeWith(coders: TestCoders, bytes: Uint8Array): Promise<Image> {
  return coders.decode(bytes);
}

/** Largest and mean absolute difference of the samples of two pictures of one shape. */
export function difference(a: Image, b: Image): { most: number; mean: number } {
  let [most, sum] = [0, 0];
  for (let index = 0; index < a.data.length; index++) {
    const distance = Math.abs((a.data[index] ?? 0) - (b.data[index] ?? 0));
    most = Math.max(most, distance);
    sum += distance;
  }
  return { most, mean: sum / a.data.length };
}

const fixtures = new URL('../fixtures/', import.meta.url);
const shared = new URL('../../../shared/data/', import.meta.url);

export function readFixture(name: string): Uint8Array {
  return readFileSync(new URL(name, fixtures));
}

/** Pictures of the fixtures and, where it is there, of the larger shared collection. */
export function realFiles(): readonly { name: string; bytes: () => Uint8Array }[] {
  return [fixtures, shared].flatMap((folder) => {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(png|jpe?g|tiff?|avif|webp|gif)$/.test(name))
      .map((name) => ({ name, bytes: () => readFileSync(new URL(name, folder)) }));
  });
}
