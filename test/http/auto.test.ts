// What a client gets that leaves the format to the server: nothing lost, nothing larger than it was, no error.
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { animate, movingSquare } from '../support/animations.ts';
import { noise } from '../support/pictures.ts';
import { post } from './support.ts';

const BROWSER = 'image/avif,image/webp,image/apng,image/*,*/*;q=0.8';
const ANYTHING = '*/*';

/** Soft noise, which no encoder finds easy. */
function picture(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const { data } = noise({ width, height, channels, type: 'u8' }, 5);
  return sharp(data as Uint8Array, { raw: { width, height, channels } });
}

async function ask(file: Uint8Array, accept: string, ops = 'f_auto') {
  const response = await post(`/process?ops=${ops}`, new Uint8Array(file), { Accept: accept });
  expect(response.status).toBe(200);
  return {
    format: response.headers.get('Content-Type')?.replace('image/', ''),
    way: response.headers.get('X-Noir-Way') ?? '',
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe('a client that names neither AVIF nor WebP gets', () => {
  const opaque = picture(64, 48);
  it.each([
    ['JPEG of an opaque picture', opaque.clone().png(), 'jpeg'],
    ['JPEG of an opaque WebP', opaque.clone().webp(), 'jpeg'],
    ['PNG of one with alpha', picture(64, 48, 4).png(), 'png'],
    ['PNG of one with a palette', opaque.clone().png({ palette: true, colours: 16 }), 'png'],
    ['PNG of a WebP with alpha', picture(64, 48, 4).webp(), 'png'],
  ])('%s', async (_, file, format) => {
    expect((await ask(await file.toBuffer(), ANYTHING, 'negate,f_auto')).format).toBe(format);
  });

  it('GIF of an animation', async () => {
    const file = await animate('gif', movingSquare(3), { delays: [50, 50, 50], loop: 0 });
    expect((await ask(file, ANYTHING, 'negate,f_auto')).format).toBe('gif');
  });
});

describe('a file that would become larger', () => {
  const place = { IFD0: { Artist: 'a secret place' } };
  const small = () => picture(160, 120).jpeg({ quality: 20 });

  it('is sent as it came, without its metadata', async () => {
    const file = await small().withExif(place).toBuffer();
    for (const accept of [ANYTHING, BROWSER]) {
      const { bytes, way, format } = await ask(file, accept, 'f_auto,q_95');
      expect(format).toBe('jpeg');
      expect(way).toContain(' | keep;');
      expect(bytes.length).toBeLessThan(file.length);
      expect(bytes.includes('secret')).toBe(false);
      expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(file).raw().toBuffer());
    }
  });

  it('is encoded where something else changes', async () => {
    const [file, turned] = [
      await small().toBuffer(),
      await small().withMetadata({ orientation: 6 }).toBuffer(),
    ];
    for (const answer of [
      await ask(file, ANYTHING, 'negate,f_auto,q_95'),
      await ask(turned, ANYTHING, 'f_auto,q_95'),
    ]) {
      expect(answer.way).not.toContain('keep');
      expect(answer.bytes.length).toBeGreaterThan(file.length);
    }
  });

  it('is encoded where the client does not take it as it is', async () => {
    expect((await ask(await small().toBuffer(), 'image/webp', 'f_auto,q_95')).format).toBe('webp');
  });

  it('is encoded where the client does not name its format and may not show it', async () => {
    const [webp, avif] = [
      await small().webp({ quality: 5 }).toBuffer(),
      await small().avif({ quality: 5 }).toBuffer(),
    ];
    expect([(await ask(webp, ANYTHING)).format, (await ask(avif, ANYTHING)).format]).toEqual([
      'jpeg',
      'jpeg',
    ]);
    expect((await ask(webp, BROWSER)).way).toContain(' | keep;');
  });

  it('is encoded where a format is named', async () => {
    const file = await small().toBuffer();
    expect((await ask(file, ANYTHING, 'f_jpeg,q_95')).bytes.length).toBeGreaterThan(file.length);
  });
});

describe('a format of our own choice', () => {
  it('is none that has no room for the picture', async () => {
    const wide = await sharp({ create: { width: 16_384, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect((await ask(wide, BROWSER, 'negate,f_auto')).format).toBe('jpeg');
  });

  it('is AVIF for pictures that its encoder writes in good time, and WebP for others', async () => {
    const file = await picture(64, 48).jpeg().toBuffer();
    expect((await ask(file, BROWSER, 'negate,f_auto')).format).toBe('avif');
    expect((await ask(file, BROWSER, 'resize_1800_1400_fit=fill,f_auto')).format).toBe('webp');
  });
});

describe('one quality', () => {
  const photo = readFileSync(new URL('../fixtures/photos/displayp3.jpg', import.meta.url));

  it('is the same look in each format, and fewer bytes in the newer ones', async () => {
    const sizes = [];
    for (const accept of ['image/jpeg', 'image/webp', 'image/avif']) {
      sizes.push((await ask(photo, accept, 'resize_400,f_auto,q_75')).bytes.length);
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });
});
