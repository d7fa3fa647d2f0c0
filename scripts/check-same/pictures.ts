// The small pictures that `npm run check:same` sends: the file formats, channels and sample depths that Noir reads.
import sharp, { type Sharp } from 'sharp';
import type { Channels, PixelType } from '../../src/core/pixel.ts';
import { makePicture } from '../bench/pictures.ts';

const SIZE = { width: 320, height: 240 } as const;

/** The picture's samples, in sharp's hands. */
function samples(channels: Channels, type: Exclude<PixelType, 'f32'> = 'u8'): Sharp {
  const { width, height, data } = makePicture({ ...SIZE, channels, type });
  const picture = sharp(data as Uint8Array | Uint16Array, { raw: { width, height, channels } });
  return type === 'u16' ? picture.toColourspace(channels < 3 ? 'grey16' : 'rgb16') : picture;
}

/** How each picture is made, by its name. */
const MAKERS = {
  jpeg: () => samples(3).jpeg({ quality: 85 }),
  'jpeg 4:4:4': () => samples(3).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
  'gray jpeg': () => samples(1).toColourspace('b-w').jpeg({ quality: 85 }),
  'turned jpeg': () => samples(3).withMetadata({ orientation: 6 }).jpeg({ quality: 85 }),
  png: () => samples(3).png(),
  'png with alpha': () => samples(4).png(),
  'gray png': () => samples(1).toColourspace('b-w').png(),
  '16-bit png': () => samples(3, 'u16').png(),
  '16-bit gray png': () => samples(1, 'u16').png(),
  webp: () => samples(3).webp({ quality: 85 }),
  'webp with alpha': () => samples(4).webp({ quality: 85 }),
  tiff: () => samples(3, 'u16').tiff(),
} as const;

export type PictureName = keyof typeof MAKERS;

/** The files by name, the same every time. */
export async function makePictures(): Promise<ReadonlyMap<PictureName, Uint8Array>> {
  const files = new Map<PictureName, Uint8Array>();
  for (const name of Object.keys(MAKERS) as PictureName[]) files.set(name, await MAKERS[name]().toBuffer());
  return files;
}
