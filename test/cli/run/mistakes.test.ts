import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { noir, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const out = at('out.png');

describe('noir run says what is wrong with a file', () => {
  beforeAll(async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
    const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#864', noise } });
    writeFileSync(at('in.png'), await picture.clone().png().toBuffer());
    const jpeg = await picture.jpeg().toBuffer();
    writeFileSync(at('cut.jpg'), jpeg.subarray(0, jpeg.length - 30));
    writeFileSync(at('text.jpg'), 'this is no picture');
    writeFileSync(at('phone.heic'), '\0\0\0\x18ftypheic\0\0\0\0mif1heic');
    writeFileSync(at('film.avif'), '\0\0\0\x14ftypavis\0\0\0\0avis');
  });

  test.concurrent.each<[args: string[], said: string]>([
    [
      ['https://none.invalid/a.png', out],
      'there is no file https://none.invalid/a.png; to read an address, pipe it in: curl -s https://none.invalid/a.png | noir run - …',
    ],
    [['no*.jpg', out], 'there is no file no*.jpg; noir batch takes patterns'],
    [['~/none.jpg', out], 'there is no file ~/none.jpg; shells replace ~ only outside of quotes'],
    [
      [at('phone.heic'), out],
      `${at('phone.heic')} is HEIC, which Noir does not read; it reads jpeg, png, webp, avif, gif, tiff`,
    ],
    [[at('film.avif'), out], `${at('film.avif')}: AVIF sequences cannot be read, only still pictures`],
    [
      [at('cut.jpg'), out],
      `${at('cut.jpg')}: The pixel data of the picture ends early; failOn_none in front of the ops takes what is there`,
    ],
    [
      [at('in.png'), at('in.png/out.png')],
      `cannot write ${at('in.png/out.png')}: ${at('in.png')} is not a folder`,
    ],
  ])('%j', async (args, said) => {
    const { code, stderr } = await noir(['run', ...args]);
    expect([code, stderr]).toEqual([2, `noir: ${said}\n`]);
    expect(readdirSync(folder)).not.toContain('out.png');
  });

  test('noir explain says that the ops come first, also of misspelt ones', async () => {
    const { code, stderr } = await noir(['explain', at('text.jpg'), 'resise_8']);
    expect([code, stderr]).toEqual([
      2,
      'noir: the ops come first, and there is no op resise; did you mean resize?\n',
    ]);
  });

  test('and so does noir explain', async () => {
    const { code, stderr } = await noir(['explain', 'flip', at('text.jpg')]);
    expect([code, stderr]).toEqual([
      2,
      `noir: ${at('text.jpg')} is text, which Noir does not read; it reads jpeg, png, webp, avif, gif, tiff\n`,
    ]);
  });
});
