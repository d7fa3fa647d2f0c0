// Files with a palette do not grow when their picture is changed, if that can be had without a visible difference.
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { createApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import { noise } from '../../support/pictures.ts';

const noir = await createNoir({ backends: ['cpu', 'sharp'] });
const app = createApp(noir);
afterAll(() => noir.close());

const rects = Array.from({ length: 40 }, (_, at) => {
  const [x, y] = [(at % 8) * 50 + 5, Math.floor(at / 8) * 50 + 5];
  return `<rect x="${x}" y="${y}" width="40" height="35" rx="6" fill="hsl(${at * 9},70%,55%)"/>`;
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="250"><rect width="400" height="250" fill="#fff"/>${rects.join('')}</svg>`;
const drawing = () => sharp(Buffer.from(svg));
const colours = await drawing().png({ palette: true, colours: 64 }).toBuffer();
const bits = await drawing().greyscale().threshold(200).png({ palette: true, colours: 2 }).toBuffer();
const clear = await sharp(Buffer.from(svg.replace('fill="#fff"', 'fill="#fff" fill-opacity="0"')))
  .png({ palette: true, colours: 64 })
  .toBuffer();

async function ask(file: Buffer, ops: string) {
  const response = await app.request(`/process?ops=${ops}`, { method: 'POST', body: new Uint8Array(file) });
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/png']);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, note: response.headers.get('Noir-Note') };
}

/** Samples as a browser shows them on black, to compare pictures with and without alpha. */
const samplesOf = (file: Buffer) => sharp(file).toColourspace('srgb').flatten().raw().toBuffer();

async function likeness(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([samplesOf(one), samplesOf(other)]);
  const sum = a.reduce((total, sample, at) => total + (sample - (b[at] as number)) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (sum / a.length));
}

it.each([
  ['64 colours', colours],
  ['black and white', bits],
  ['64 colours with alpha', clear],
])('%s, resized: much smaller than the exact file, and it looks the same', async (_, file) => {
  const [free, exact] = [await ask(file, 'resize_200'), await ask(file, 'resize_200,f_png')];
  expect(exact.bytes.length).toBeGreaterThan(file.length);
  expect(free.bytes.length).toBeLessThan(exact.bytes.length * 0.75);
  expect(await likeness(free.bytes, exact.bytes)).toBeGreaterThan(40);
  expect(free.note).toContain('rounded to a palette');
  expect(exact.note).toBeNull();
});

it('is what auto sends, too', async () => {
  const headers = { Accept: 'image/png' };
  const init = { method: 'POST', body: new Uint8Array(colours), headers };
  const response = await app.request('/process?ops=resize_200,f_auto', init);
  expect(response.headers.get('Noir-Note')).toContain('rounded to a palette');
});

/** Every pixel of another colour: no palette looks like it. */
const { data } = noise({ width: 60, height: 40, channels: 3, type: 'u8' }, 3);
const grain = await sharp(data as Uint8Array, { raw: { width: 60, height: 40, channels: 3 } })
  .png({ palette: true })
  .toBuffer();

it.each([
  ['grain', grain, 'resize_50'],
  ['a larger picture', colours, 'resize_500'],
  ['no change', colours, ''],
  ['another op', colours, 'blur_1'],
  ['a resize with another op', colours, 'resize_200,blur_1'],
  ['a resize that is to be exact', colours, 'resize_200_fastShrinkOnLoad=false'],
  ['a picture without new colours', colours, 'resize_200_kernel=nearest'],
  ['gray', await drawing().greyscale().png({ palette: false }).toBuffer(), 'resize_200'],
])('%s stays exact', async (name, file, ops) => {
  const [free, exact] = [await ask(file, ops), await ask(file, ops === '' ? 'f_png' : `${ops},f_png`)];
  expect(free.bytes.equals(exact.bytes)).toBe(true);
  if (name === 'grain') expect(exact.bytes.length).toBeGreaterThan(file.length);
  expect(free.note).toBeNull();
});
