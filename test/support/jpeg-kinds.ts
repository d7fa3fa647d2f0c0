/** JPEGs of every kind that can be made here, all sound, and ways to spoil them. */

import sharp from 'sharp';
import { forgeJpeg } from './jpeg-forge.ts';
import { noise } from './pictures.ts';

const END = Uint8Array.of(0xff, 0xd9);

/** A picture with areas and edges, so that blocks differ. */
function picture(side: number) {
  const { data } = noise({ width: side, height: side, channels: 3, type: 'u8' });
  const raw = { raw: { width: side, height: side, channels: 3 } } as const;
  return sharp(data as Uint8Array, raw).blur(1.5);
}

const SAMPLING = [
  [2, 2],
  [1, 1],
  [1, 1],
] as const;

/** By name; `side` in pixels. */
export async function jpegKinds(side: number): Promise<Record<string, Buffer>> {
  const [colors, gray] = [picture(side), picture(side).toColourspace('b-w')];
  const inks = picture(side).toColourspace('cmyk');
  const forged = { width: side, height: side - 3, sampling: SAMPLING, density: 0.1 };
  return {
    baseline: await colors.clone().jpeg().toBuffer(),
    'baseline with usual tables': await colors.clone().jpeg({ optimiseCoding: false }).toBuffer(),
    progressive: await colors.clone().jpeg({ progressive: true }).toBuffer(),
    'progressive by mozjpeg': await colors.clone().jpeg({ mozjpeg: true }).toBuffer(),
    'full colours': await colors.clone().jpeg({ chromaSubsampling: '4:4:4', quality: 95 }).toBuffer(),
    gray: await gray.clone().jpeg().toBuffer(),
    'progressive gray': await gray.clone().jpeg({ progressive: true }).toBuffer(),
    inks: await inks.clone().jpeg().toBuffer(),
    'progressive inks': await inks.clone().jpeg({ progressive: true }).toBuffer(),
    'restart markers': forgeJpeg({ ...forged, restart: 3 }),
    'a scan for each component': forgeJpeg({ ...forged, scans: [[0], [1], [2]] }),
  };
}

/** A whole picture without its end marker. */
export function withoutEnd(file: Uint8Array): Uint8Array {
  return file.subarray(0, -END.length);
}

/** Things that stand where the end marker should be. */
export const BEHIND: Readonly<Record<string, (file: Uint8Array) => Uint8Array>> = {
  nothing: () => new Uint8Array(),
  zeros: () => new Uint8Array(100),
  'a trailer': () => Buffer.from('\0\0\0\x18ftypmp42 with \xff\x40 and \xff\xe1 \xff\xd9 in it', 'latin1'),
  'a second JPEG': (file) => file,
  'a stray byte, and a second JPEG': (file) => Buffer.concat([Uint8Array.of(7), file]),
  'half a JPEG': (file) => file.subarray(0, file.length / 2),
};

/** The data from a part of the file up to the end, spoilt; `from` is 0 to 1. */
export const SPOILT: Readonly<Record<string, (file: Uint8Array, from: number) => Uint8Array>> = {
  cut: (file, from) => file.subarray(0, file.length * from),
  'cut and closed': (file, from) => Buffer.concat([file.subarray(0, file.length * from), END]),
  'cut with zeros behind': (file, from) =>
    Buffer.concat([file.subarray(0, file.length * from), new Uint8Array(3)]),
  'filled up with zeros': (file, from) =>
    Buffer.concat([file.subarray(0, file.length * from), new Uint8Array(4 * file.length)]),
};

/** A tenth of the file from a part of it on becomes zeros. */
export function withHole(file: Uint8Array, from: number): Uint8Array {
  const [start, end] = [from, from + 0.1].map((part) => Math.floor(file.length * part));
  return Buffer.from(file).fill(0, start, end);
}
