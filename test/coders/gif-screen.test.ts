import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { packZeros } from '../../src/formats/gif/lzw.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { bytes, forgeGif } from '../formats/forge.ts';
import { decodeWith, sharpCoders } from '../formats/pictures.ts';

type Frame = [x: number, y: number, width: number, height: number];

/** Image data in which every pixel is white, the second colour, after a clear code of its own. */
function whites(pixels: number): Uint8Array {
  const codes = [...Array.from({ length: pixels }, () => [4, 1]).flat(), 5];
  const bits = codes.flatMap((code) => [code & 1, (code >> 1) & 1, code >> 2]);
  const packed = Array.from({ length: Math.ceil(bits.length / 8) }, (_, index) =>
    bits.slice(8 * index, 8 * index + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
  );
  const blocks = Array.from({ length: Math.ceil(packed.length / 255) }, (_, index) => {
    const block = Uint8Array.from(packed.slice(255 * index, 255 * index + 255));
    return bytes('little', [block.length], block);
  });
  return bytes('little', [2], ...blocks, [0]);
}

/** The picture as rows of letters: white, black or transparent. */
async function paint(file: Uint8Array): Promise<string[]> {
  const { width, height, channels, data } = await decodeWith(sharpCoders, file);
  const letter = (pixel: number) => {
    if (channels === 4 && data[pixel * channels + 3] === 0) return '.';
    return data[pixel * channels] === 255 ? 'W' : 'B';
  };
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => letter(y * width + x)).join(''),
  );
}

describe('the screen of a GIF is the picture', () => {
  const cases: [what: string, screen: [number, number], frames: Frame[], rows: string[]][] = [
    ['that the first frame fills', [3, 2], [[0, 0, 3, 2]], ['WWW', 'WWW']],
    ['with a smaller frame at an offset', [5, 4], [[2, 1, 2, 2]], ['.....', '..WW.', '..WW.', '.....']],
    ['with a smaller frame in the corner', [3, 3], [[0, 0, 2, 2]], ['WW.', 'WW.', '...']],
    ['with a frame that is wider', [3, 2], [[0, 0, 5, 2]], ['WWW', 'WWW']],
    ['with a frame that leaves it', [4, 3], [[2, 1, 4, 4]], ['....', '..WW', '..WW']],
    ['with a frame outside of it', [3, 2], [[7, 7, 2, 2]], ['...', '...']],
    ['of no pixels, whose frame decides', [0, 0], [[1, 1, 2, 1]], ['...', '.WW']],
    [
      'and later frames do not count',
      [3, 2],
      [
        [0, 0, 2, 2],
        [1, 1, 9, 9],
      ],
      ['WW.', 'WW.'],
    ],
  ];

  test.each(cases)('%s', async (_what, screen, frames, rows) => {
    const [, , width = 0, height = 0] = frames[0] ?? [];
    const file = forgeGif(screen, frames, whites(width * height));
    const filled = frames[0]?.join() === [0, 0, ...screen].join();
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({
      width: rows[0]?.length,
      height: rows.length,
      channels: filled ? 3 : 4,
    });
    expect(await paint(file)).toEqual(rows);
  });

  test.each([
    [640, 480],
    [2049, 40],
  ])('of %i x %i too', async (width, height) => {
    const image = await decodeWith(sharpCoders, forgeGif([width, height], [[10, 20, 2, 2]], whites(4)));
    expect(image).toMatchObject({ width, height, channels: 4 });
    const at = (x: number, y: number) => [
      ...image.data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
    ];
    expect([at(9, 20), at(10, 20), at(11, 21), at(12, 21)]).toEqual([
      [0, 0, 0, 0],
      [255, 255, 255, 255],
      [255, 255, 255, 255],
      [0, 0, 0, 0],
    ]);
  });
});

test.each([1, 2, 3, 17, 4096, 8_371_000])('%i packed zeros are as many', async (pixels) => {
  const [width, height] = pixels < 100 ? [pixels, 1] : [1000, Math.ceil(pixels / 1000)];
  const file = forgeGif([width, height], [[0, 0, width, height]], packZeros(width * height));
  const { data, info } = await sharp(file, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height });
  expect(data.equals(Buffer.alloc(data.length))).toBe(true);
});
