import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, isNoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import {
  bytes,
  forgeGif,
  forgeJpeg,
  forgePng,
  forgeTiff,
  forgeWebp,
  jpegScan,
  pngChunk,
  segment,
} from '../formats/forge.ts';
import { CODERS, decodeWith, jsCoders, makeImage, readFixture, sharpCoders } from '../formats/pictures.ts';
import { forgePage } from '../formats/tiff/forge.ts';

const idat = pngChunk('IDAT', deflateSync(new Uint8Array(100)));
const end = pngChunk('IEND', new Uint8Array());
const gray = { width: 8, height: 8, colorType: 0 };
const text = (value: string) => Buffer.from(value);
const times = (count: number, part: Uint8Array) => Buffer.concat(Array<Uint8Array>(count).fill(part));
const png = await sharpCoders.encode(makeImage(20, 20, 3), { format: 'png', options: {} });
const photo = readFixture('photos/displayp3.jpg');
const lies = (width: number, height: number) =>
  bytes('little', [0x2f], [(width - 1) | ((height - 1) << 14), 6]);
const vp8x = (width: number, height: number) => bytes('little', [0, 4], [width - 1, 3], [height - 1, 3]);
const page = [
  [256, 4, 1, 8],
  [257, 4, 1, 8],
  [258, 3, 1, 8],
  [262, 3, 1, 1],
];

const REFUSED: Record<string, [code: ErrorCode, file: Uint8Array]> = {
  'no bytes': ['empty-body', new Uint8Array()],
  'one byte': ['unsupported-format', Uint8Array.of(0x89)],
  zeros: ['unsupported-format', new Uint8Array(1024)],
  HTML: ['unsupported-format', text('<!doctype html><title>x</title>')],
  'an SVG': ['svg-refused', text('<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>')],
  'an SVG behind a declaration': [
    'svg-refused',
    text('<?xml version="1.0"?><!-- a --><!DOCTYPE svg [<!ENTITY a "b">]>\n<svg>&a;</svg>'),
  ],
  PostScript: ['unsupported-format', text('%!PS-Adobe-3.0\n(x) show')],
  'an ImageMagick script': ['unsupported-format', text('push graphic-context\nviewbox 0 0 640 480')],
  'a PDF': ['unsupported-format', text('%PDF-1.7\n')],

  'a PNG of 2^31-1 squared': ['pixel-limit', forgePng({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }, idat)],
  'a PNG of 2^32-1 squared': ['pixel-limit', forgePng({ width: 2 ** 32 - 1, height: 2 ** 32 - 1 }, idat)],
  'a PNG of 65536 squared': ['pixel-limit', forgePng({ width: 65536, height: 65536 }, idat, end)],
  'a PNG of 1 bit and 50000 squared': [
    'pixel-limit',
    forgePng({ width: 50000, height: 50000, depth: 1, colorType: 0 }, idat, end),
  ],
  'a PNG of 49 megapixels of 8 bytes': [
    'memory-limit',
    forgePng({ width: 7000, height: 7000, depth: 16, colorType: 6 }, idat, end),
  ],
  'a PNG of 16385 by 4': ['dimension-limit', forgePng({ width: 16385, height: 4 }, idat, end)],
  'a PNG that Xcode packed for iPhones': [
    'unsupported-depth',
    Buffer.concat([
      forgePng(gray, idat, end).subarray(0, 8),
      pngChunk('CgBI', Uint8Array.of(0x50, 0, 0x20, 2)),
      forgePng(gray, idat, end).subarray(8),
    ]),
  ],
  'a PNG of no width': ['corrupt-image', forgePng({ width: 0, height: 8 }, idat, end)],
  'a PNG without pixel data': ['corrupt-image', forgePng(gray, end)],
  'a PNG with an impossible depth': ['corrupt-image', forgePng({ ...gray, depth: 3 }, idat, end)],
  'a PNG with an unknown interlacing': ['corrupt-image', forgePng({ ...gray, interlace: 2 }, idat, end)],
  'a PNG without its palette': ['corrupt-image', forgePng({ ...gray, colorType: 3 }, idat, end)],
  'a PNG with a chunk of 2^32-1 bytes': [
    'corrupt-image',
    forgePng(gray, bytes('big', [0xffffffff, 4], 'IDAT'), idat, end),
  ],
  'a PNG with a second, huge header': [
    'corrupt-image',
    forgePng(gray, forgePng({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }).subarray(8), idat, end),
  ],
  'a PNG with a wrong checksum': ['corrupt-image', Buffer.from(forgePng(gray, idat, end)).fill(1, 29, 33)],
  'a PNG cut in its data': ['truncated-image', png.subarray(0, png.length - 100)],
  'a PNG with an unknown filter': [
    'corrupt-image',
    forgePng(gray, pngChunk('IDAT', deflateSync(new Uint8Array(72).fill(9))), end),
  ],
  'a PNG of 20,000 chunks': [
    'segment-limit',
    forgePng(gray, times(20_000, pngChunk('tEXt', text('a\0b'))), idat, end),
  ],

  'a JPEG of 65500 squared': ['pixel-limit', forgeJpeg({ width: 65500, height: 65500 }, jpegScan)],
  'a JPEG of 7000 squared and no data': [
    'truncated-image',
    forgeJpeg({ width: 7000, height: 7000 }, jpegScan),
  ],
  'a JPEG of no height': ['corrupt-image', forgeJpeg({ width: 8, height: 0 }, jpegScan)],
  'a JPEG whose height comes behind its data': [
    'unsupported-depth',
    forgeJpeg({ width: 8, height: 0 }, jpegScan, segment(0xdc, bytes('big', [8, 2]))),
  ],
  'a JPEG-LS': ['unsupported-depth', forgeJpeg({ width: 8, height: 8, marker: 0xf7 }, jpegScan)],
  'a JPEG of 12 bits': ['unsupported-depth', forgeJpeg({ width: 8, height: 8, precision: 12 }, jpegScan)],
  'a lossless JPEG': ['unsupported-depth', forgeJpeg({ width: 8, height: 8, marker: 0xc3 }, jpegScan)],
  'a JPEG of 20,000 scans': [
    'scan-limit',
    forgeJpeg({ width: 4000, height: 4000, marker: 0xc2 }, times(20_000, jpegScan)),
  ],
  'a JPEG of 80,000 segments': [
    'segment-limit',
    forgeJpeg({ width: 8, height: 8 }, times(80_000, segment(0xe5, text('x'))), jpegScan),
  ],
  'a JPEG cut in half': ['truncated-image', photo.subarray(0, photo.length / 2)],
  'a JPEG with two frames': [
    'corrupt-image',
    forgeJpeg({ width: 8, height: 8 }, forgeJpeg({ width: 9, height: 9 }).subarray(2, -2), jpegScan),
  ],

  'a GIF of 20,000 frames': ['frame-limit', forgeGif([9, 9], Array(20_000).fill([0, 0, 1, 1]))],
  'a GIF of 5000 squared and 20,000 frames': [
    'frame-limit',
    forgeGif([5000, 5000], Array(20_000).fill([0, 0, 1, 1])),
  ],
  'a GIF with a screen of 65535 squared': ['pixel-limit', forgeGif([65535, 65535], [[0, 0, 1, 1]])],
  'a GIF with a frame far off its screen': ['pixel-limit', forgeGif([9, 9], [[60000, 60000, 9, 9]])],
  'a GIF with a later frame far off its screen': [
    'pixel-limit',
    forgeGif(
      [9, 9],
      [
        [0, 0, 9, 9],
        [0, 0, 65535, 65535],
      ],
    ),
  ],
  'a GIF without a frame': ['truncated-image', forgeGif([9, 9], []).subarray(0, -1)],

  'a lossless WebP of 16384 squared': ['pixel-limit', forgeWebp(['VP8L', lies(16384, 16384)])],
  'a lossless WebP of 7000 squared and no data': ['corrupt-image', forgeWebp(['VP8L', lies(7000, 7000)])],
  'a WebP with a canvas of 2^24 squared': ['pixel-limit', forgeWebp(['VP8X', vp8x(2 ** 24, 2 ** 24)])],
  'a WebP whose canvas is not its frame': [
    'corrupt-image',
    forgeWebp(['VP8X', vp8x(9, 9)], ['VP8L', bytes('little', lies(8, 8), [0])]),
  ],
  'a WebP that says it has 2^32-1 bytes': [
    'truncated-image',
    bytes('little', 'RIFF', [0xffffffff, 4], 'WEBP', 'VP8L', [6, 4], lies(8, 8)),
  ],

  'a TIFF whose page comes after itself': [
    'corrupt-image',
    forgeTiff([...page, [273, 4, 1, 80], [279, 4, 1, 64]], 8, new Uint8Array(100)),
  ],
  'a TIFF of 2^31-1 squared': [
    'pixel-limit',
    forgeTiff([
      [256, 4, 1, 2 ** 31 - 1],
      [257, 4, 1, 2 ** 31 - 1],
      [273, 4, 1, 8],
      [279, 4, 1, 8],
    ]),
  ],
  'a TIFF whose strip lies behind its end': [
    'corrupt-image',
    forgeTiff([...page, [273, 4, 1, 1e6], [279, 4, 1, 64]], 0, new Uint8Array(100)),
  ],
  'a TIFF whose strip is too short': [
    'truncated-image',
    forgeTiff([...page, [273, 4, 1, 80], [279, 4, 1, 8]], 0, new Uint8Array(100)),
  ],
  'a TIFF of 65535 samples per pixel': [
    'corrupt-image',
    forgeTiff([...page, [273, 4, 1, 80], [277, 3, 1, 65535], [279, 4, 1, 64]], 0, new Uint8Array(100)),
  ],
  'a TIFF with 2^32-1 strips': [
    'corrupt-image',
    forgeTiff([...page, [273, 4, 2 ** 32 - 1, 80], [279, 4, 2 ** 32 - 1, 64]], 0, new Uint8Array(100)),
  ],
  'a TIFF whose directory lies behind its end': [
    'truncated-image',
    bytes('little', 'II', [42, 2], [4096, 4]),
  ],
  'a TIFF of complex numbers': ['unsupported-depth', forgeTiff([...page, [258, 3, 1, 64], [339, 3, 1, 6]])],
  'a TIFF packed as LZMA': ['unsupported-depth', forgeTiff([...page, [259, 3, 1, 34925]])],
  'a TIFF of planes in tiles with subsampled chroma': [
    'unsupported-depth',
    forgePage({ width: 16, height: 16, count: 3, planes: true, photometric: 6, samples: [], tile: [16, 16] }),
  ],
  'a TIFF of three samples that does not name its colours': [
    'corrupt-image',
    forgeTiff([
      [256, 4, 1, 8],
      [257, 4, 1, 8],
      [277, 3, 1, 3],
    ]),
  ],
  'a TIFF with a sensor for its only page': ['unsupported-depth', forgeTiff([[262, 3, 1, 32803], ...page])],
  'a DNG': ['unsupported-depth', forgeTiff([...page, [50706, 1, 4, 0x0401]])],

  'an AVIF without a description': ['corrupt-image', bytes('big', [16, 4], 'ftypavif', [0, 4])],
  'an AVIF with a box that holds more than the file': [
    'truncated-image',
    bytes('big', [16, 4], 'ftypavif', [0, 4], [0x7fffffff, 4], 'meta'),
  ],
  'an AVIF with a box of no length': [
    'corrupt-image',
    bytes('big', [16, 4], 'ftypavif', [0, 4], [4, 4], 'meta', [0, 4]),
  ],
};

describe.each(CODERS)('with the %s coders', (_name, coders) => {
  test.each(Object.entries(REFUSED))('%s is refused, with its own code', async (_what, [code, file]) => {
    const error = await decodeWith(coders, file).catch((thrown: unknown) => thrown);
    if (!isNoirError(error)) throw new Error(`Expected ${code}, got ${error}`);
    const expected = coders.name === 'js' && error.code === 'unsupported-format' ? error.code : code;
    expect(error.code).toBe(expected);
    expect(error.message).not.toMatch(/vips|pngjs|libpng|node_modules|\//i);
  });
});

test('limits say what the limit is and what came', () => {
  try {
    readHeader(forgePng({ width: 65536, height: 65536 }, idat), DEFAULT_LIMITS);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ limit: 50e6, actual: 2 ** 32, status: 422 });
  }
});

test('a PNG with too little data is refused, and plain JavaScript knows that it is cut short', async () => {
  const file = forgePng({ ...gray, width: 200 }, idat, end);
  // libpng gives sharp no reason.
  const codes = { sharp: 'corrupt-image', js: 'truncated-image' };
  for (const [, coders] of CODERS) {
    await expect(decodeWith(coders, file)).rejects.toMatchObject({ code: codes[coders.name] });
  }
});

test('a JPEG of arithmetic coding is refused by name where only jpeg-js decodes, and one of two components', async () => {
  const file = Buffer.from(readFixture('jpeg/samsung-with-eoi.jpg'));
  const frame = file.indexOf(Uint8Array.of(0xff, 0xc0));
  file[frame + 1] = 0xc9;
  const refused = { status: 415, message: expect.stringMatching('arithmetic') };
  await expect(decodeWith(jsCoders, file)).rejects.toMatchObject(refused);
  file[frame + 9] = 2;
  for (const [, coders] of CODERS) {
    await expect(decodeWith(coders, file)).rejects.toMatchObject({ status: 415 });
  }
});

// Time that grows with the square of 32 MiB would not end within a day.
describe('32 MiB of nothing', () => {
  const fill = (start: string, pattern: number[]) => {
    const file = Buffer.alloc(32 * 2 ** 20, Uint8Array.from(pattern));
    file.write(start, 0, 'latin1');
    return file;
  };
  const nothing: Record<string, Buffer> = {
    'a JPEG of stuffed bytes': fill('\xff\xd8', [0xff, 0]),
    'a JPEG of padding': fill('\xff\xd8', [0xff]),
    'a GIF of zeros': fill('GIF89a', [0]),
    'a GIF of extensions': fill('GIF89a', [0x21, 0, 0]),
    'a TIFF of zeros': fill('II*\0\x08\0\0\0', [0]),
    'a TIFF of ones': fill('II*\0\x08\0\0\0', [1, 0]),
    'a PNG of zeros': fill('\x89PNG\r\n\x1a\n', [0]),
    'a WebP of zeros': fill('RIFF\xf0\xff\xff\x01WEBPVP8X', [0]),
    'an AVIF of empty boxes': fill('\0\0\0\x10ftypavif', Array.from(Buffer.from('\0\0\0\x08free'))),
  };
  test.each(Object.entries(nothing))('in %s is seen through in linear time', (_what, file) => {
    expect(() => readHeader(file, DEFAULT_LIMITS)).toThrow(expect.toSatisfy(isNoirError));
  });
});

describe('files that look bad and are not', () => {
  const whole = pngChunk('IDAT', deflateSync(new Uint8Array(72)));
  const kept: Record<string, Uint8Array> = {
    'a web page behind its end': Buffer.concat([forgePng(gray, whole, end), text('<script>')]),
    'no end': forgePng(gray, whole),
  };
  test.each(Object.entries(kept))('a PNG with %s is decoded', async (_what, file) => {
    for (const [, coders] of CODERS) {
      expect(await decodeWith(coders, file)).toMatchObject({ width: 8, height: 8, channels: 1, type: 'u8' });
    }
  });

  test('a PNG with more pixel data than needed is decoded by sharp', async () => {
    const file = forgePng(gray, pngChunk('IDAT', deflateSync(new Uint8Array(2 ** 20))), end);
    expect(await decodeWith(sharpCoders, file)).toMatchObject({ width: 8, height: 8 });
    await expect(decodeWith(jsCoders, file)).rejects.toMatchObject({ code: 'corrupt-image' });
  });

  test('a PNG with 32 MiB of compressed text is decoded', async () => {
    const ztxt = pngChunk('zTXt', bytes('big', 'a\0\0', deflateSync(Buffer.alloc(2 ** 25))));
    const file = forgePng(gray, ztxt, pngChunk('IDAT', deflateSync(new Uint8Array(72))), end);
    for (const [, coders] of CODERS) expect((await decodeWith(coders, file)).channels).toBe(1);
  });
});
