// Files without their metadata: the same pixels and profile, and nothing else that was hung onto them.
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { FormatName } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import { animate, filled, forgeAnimatedPng, movingSquare } from '../support/animations.ts';
import { noise } from '../support/pictures.ts';

const SECRET = 'a secret place';

/** A small picture with EXIF, XMP and the profile of another RGB, and words behind its end. */
async function withMetadata(format: FormatName): Promise<Buffer> {
  const { data } = noise({ width: 24, height: 16, channels: 3, type: 'u8' }, 3);
  const file = await sharp(data as Uint8Array, { raw: { width: 24, height: 16, channels: 3 } })
    .withExif({ IFD0: { Artist: SECRET } })
    .withXmp(`<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">${SECRET}</x:xmpmeta>`)
    .withIccProfile('p3', { attach: true })
    .toFormat(format)
    .toBuffer();
  return format === 'avif' ? file : Buffer.concat([file, Buffer.from(SECRET)]);
}

async function pixelsOf(file: Uint8Array): Promise<Buffer> {
  return sharp(file, { ignoreIcc: true, animated: true }).raw().toBuffer();
}

function strip(format: FormatName, file: Uint8Array): Uint8Array | undefined {
  return FORMATS[format].strip?.(file, DEFAULT_LIMITS);
}

it.each(['jpeg', 'png', 'webp'] as const)('%s keeps pixels and profile, and nothing else', async (format) => {
  const file = await withMetadata(format);
  expect(file.includes(SECRET)).toBe(true);
  const stripped = strip(format, file) as Buffer;
  expect(stripped.includes(SECRET)).toBe(false);
  expect(await pixelsOf(stripped)).toEqual(await pixelsOf(file));
  const { exif, xmp, icc } = await sharp(stripped).metadata();
  expect([exif, xmp]).toEqual([undefined, undefined]);
  expect(icc).toEqual((await sharp(file).metadata()).icc);
});

it('gif loses comments and XMP, and keeps how often it is played', async () => {
  const file = Buffer.from(await animate('gif', movingSquare(3), { delays: [50, 60, 70], loop: 3 }));
  const comment = Buffer.concat([
    Buffer.from([0x21, 0xfe, SECRET.length]),
    Buffer.from(SECRET),
    Buffer.from([0]),
  ]);
  const [trailer, body] = [file.subarray(-1), file.subarray(0, -1)];
  const spoken = Buffer.concat([body, comment, trailer, Buffer.from(SECRET)]);
  expect(strip('gif', spoken)).toEqual(file);
  expect(strip('gif', file)).toEqual(file);
});

it('animations stay as they are', async () => {
  const webp = Buffer.from(await animate('webp', movingSquare(3), { delays: [50, 60, 70], loop: 3 }));
  const pixels = filled(4, 3, [9, 8, 7, 255]);
  const frame = { left: 0, top: 0, width: 4, height: 3, delay: [1, 20] as const, data: pixels };
  const png = Buffer.from(forgeAnimatedPng({ width: 4, height: 3, frames: [frame, frame] }));
  for (const [format, file] of Object.entries({ webp, png })) {
    expect(strip(format as FormatName, Buffer.concat([file, Buffer.from(SECRET)]))).toEqual(file);
  }
});

it('avif with metadata cannot be had without them', async () => {
  const plain = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } })
    .avif()
    .toBuffer();
  expect(strip('avif', plain)).toBe(plain);
  expect(strip('avif', await withMetadata('avif'))).toBeUndefined();
});

it('jpeg of inks, and one without its end, cannot be had', async () => {
  const inks = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } })
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer();
  expect(strip('jpeg', inks)).toBeUndefined();
  const cut = (await withMetadata('jpeg')).subarray(0, -SECRET.length - 2);
  expect(strip('jpeg', cut)).toBeUndefined();
});
