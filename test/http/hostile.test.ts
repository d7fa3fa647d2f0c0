// Hostile pictures over HTTP: refused with their own code or answered, in little memory, and never by a 500.
import { createServer } from 'node:net';
import { deflateSync } from 'node:zlib';
import { Hono } from 'hono';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { createApp, fromApp } from '../../src/http/index.ts';
import { bytes, forgePng, pngChunk, segment } from '../formats/forge.ts';
import { expectProblem, jpeg, noir, post, reported } from './support.ts';

afterEach(() => expect(reported.splice(0)).toEqual([]));

const MiB = 2 ** 20;
const gray = { width: 8, height: 8, colorType: 0 };
const rows = pngChunk('IDAT', deflateSync(new Uint8Array(72)));
const end = pngChunk('IEND', new Uint8Array());
/** 256 MiB of zeros in 256 KiB. */
const bomb = deflateSync(Buffer.alloc(256 * MiB));

/** Bytes by which the process grows beyond what it had, at most, while the work goes on. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 2);
  await work().finally(() => clearInterval(timer));
  return Math.max(most, process.memoryUsage.rss()) - before;
}

test.each([
  ['text', forgePng(gray, pngChunk('zTXt', bytes('big', 'a\0\0', bomb)), rows, end)],
  ['a profile', forgePng(gray, pngChunk('iCCP', bytes('big', 'a\0\0', bomb)), rows, end)],
  ['XMP', forgePng(gray, pngChunk('iTXt', bytes('big', 'XML:com.adobe.xmp\0\x01\0\0\0', bomb)), rows, end)],
])('a PNG with 256 MiB of %s is answered, and not all of it is inflated', async (_, file) => {
  const statuses: number[] = [];
  const grown = await growth(async () => {
    for (const ops of ['', 'keep_all']) statuses.push((await post(`/process?ops=${ops}`, file)).status);
  });
  expect(statuses).toEqual([200, 200]);
  expect(grown).toBeLessThan(128 * MiB);
});

test('a PNG whose data go on for 256 MiB is answered or refused, in little memory', async () => {
  const file = forgePng(gray, pngChunk('IDAT', bomb), end);
  let status = 0;
  const grown = await growth(async () => {
    status = (await post('/gray', file)).status;
  });
  expect([200, 422]).toContain(status);
  expect(grown).toBeLessThan(128 * MiB);
});

test('a picture 8193 wide is answered, and one over the limit of a side is refused', async () => {
  const wide = (width: number) =>
    sharp({ create: { width, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  expect((await post('/process?ops=blur_2', await wide(8193))).status).toBe(200);
  const problem = await expectProblem(await post('/gray', await wide(16_385)), 422, 'dimension-limit');
  expect(problem).toMatchObject({ limit: 16_384, actual: 16_385 });
});

const NPY = bytes(
  'little',
  '\x93NUMPY',
  [1],
  [0],
  [118, 2],
  `{'descr': '|O', 'fortran_order': False, 'shape': (1,)}`,
);

test.each([
  ['a pickle of NumPy', NPY],
  ['an ImageMagick script', Buffer.from('push graphic-context\nimage over 0,0 0,0 "msl:/etc/passwd"')],
  ['PostScript', Buffer.from('%!PS\n(/etc/passwd) (r) file')],
])('%s is no picture', async (_, body) => {
  await expectProblem(await post('/process?ops=negate', new Uint8Array(body)), 415, 'unsupported-format');
});

test('an SVG fetches nothing and reads no file', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const svg = (inside: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inside}</svg>`;
  const texts = [
    svg(`<image href="http://127.0.0.1:${port}/a.png" width="9" height="9"/>`),
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('<text>&x;</text>')}`,
    `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${svg('<text>&b;</text>')}`,
    svg('<script>fetch("/")</script>'),
  ];
  for (const text of texts) {
    const problem = await expectProblem(
      await post('/process?ops=f_png', Buffer.from(text)),
      415,
      'svg-refused',
    );
    expect(JSON.stringify(problem)).not.toContain('root:');
  }
  server.close();
  expect(connections).toBe(0);
});

/** The JPEG with segments behind its first marker. */
const withSegments = (...segments: readonly Uint8Array[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
const icc = (part: number, parts: number, data: Uint8Array) =>
  segment(0xe2, bytes('big', 'ICC_PROFILE\0', [part], [parts], data));
/** A profile whose header is right, and nothing else in it. */
const hollow = Buffer.alloc(200, 0xff);
hollow.write('RGB ', 16, 'latin1');
hollow.write('acsp', 36, 'latin1');
/** EXIF whose directory is its own next one, and that of the photo too. */
const loop = bytes(
  'big',
  ...(['Exif\0\0MM', [42, 2], [8, 4], [1, 2], [0x8769, 2], [4, 2], [1, 4], [8, 4], [8, 4]] as never[]),
);
const lying = bytes(
  'big',
  ...([
    'Exif\0\0MM',
    [42, 2],
    [8, 4],
    [1, 2],
    [0x010f, 2],
    [2, 2],
    [0xffffffff, 4],
    [8, 4],
    [0, 4],
  ] as never[]),
);

const SOUND: Record<string, Uint8Array> = {
  'a profile of rubbish': withSegments(icc(1, 1, Buffer.alloc(500, 7))),
  'a hollow profile': withSegments(icc(1, 1, hollow)),
  'a profile whose second part is missing': withSegments(icc(1, 2, hollow)),
  'EXIF that is a loop': withSegments(segment(0xe1, loop)),
  'EXIF with a count of 4 Gi': withSegments(segment(0xe1, lying)),
  'EXIF of rubbish': withSegments(segment(0xe1, bytes('big', 'Exif\0\0', Buffer.alloc(3000, 0x4d)))),
  'resources of Photoshop that lie': withSegments(
    segment(0xed, bytes('big', 'Photoshop 3.0\0', '8BIM', [0x404, 2], [0, 2], [0xffffffff, 4], 'x')),
    segment(0xed, bytes('big', 'Photoshop 3.0\0', '8BIM', [0x404, 2], [255], 'x')),
  ),
  'XMP of rubbish': withSegments(
    segment(0xe1, bytes('big', 'http://ns.adobe.com/xap/1.0/\0', Buffer.alloc(60_000, 0xfe))),
  ),
};

test.each(Object.entries(SOUND))(
  'a JPEG with %s is answered, also when that is to be kept',
  async (_, file) => {
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif']) {
      for (const keep of ['', 'keep_icc,keep_exif,', 'keep_all,']) {
        const response = await post(`/process?ops=${keep}resize_9,f_${format}`, new Uint8Array(file));
        expect([format, keep, response.status]).toEqual([format, keep, 200]);
        const { width } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
        expect(width).toBe(9);
      }
    }
  },
);

test('headers that are no part of the address or of Accept change no picture', async () => {
  const site = new Hono();
  site.get('/cat.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
  const pictures = createApp(noir, { sources: { '': fromApp(site) } });
  const get = async (query: string, headers: Record<string, string>) => {
    const answer = await pictures.request(`/image/w_20,f_auto/cat.jpg${query}`, { headers });
    expect(await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).toMatchObject({ width: 20 });
    return answer.headers;
  };
  const webp = { Accept: 'image/webp' };
  const [first, jpegs] = [await get('', webp), await get('', { Accept: 'image/jpeg' })];
  expect([first.get('Content-Type'), jpegs.get('Content-Type')]).toEqual(['image/webp', 'image/jpeg']);
  const strange = [
    { Cookie: 'a=1' },
    { Authorization: 'Bearer abc' },
    { 'X-Forwarded-Host': 'evil.example', 'X-Original-URL': '/gray' },
  ];
  for (const headers of strange) {
    const other = await get('?utm=1', { ...webp, ...headers } as Record<string, string>);
    expect([other.get('ETag'), other.get('Vary')]).toEqual([first.get('ETag'), 'Accept']);
    expect(other.get('Cache-Status')).toMatch(/^Noir; hit/);
    expect([...other.values()].join()).not.toContain('evil.example');
  }
});
