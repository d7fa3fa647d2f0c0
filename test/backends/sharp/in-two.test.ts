/** Small results of a JPEG, which libvips and the kernel make together. */
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir({ gpu: 'off' });
afterAll(() => noir.close());

/** Waves, so that what lies beside its place shows. */
async function waves(width: number, height: number, orientation: number): Promise<Buffer> {
  const data = Buffer.alloc(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = 128 + 100 * Math.sin(x / 45 + y / 200) * Math.cos(y / 35);
      data.set([level, 255 - level, level / 2], 3 * (y * width + x));
    }
  }
  const pipeline = sharp(data, { raw: { width, height, channels: 3 } });
  return pipeline.withMetadata({ orientation }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

function decibels(a: Uint8Array, b: Uint8Array): number {
  const error = a.reduce((sum, value, at) => sum + (value - (b[at] as number)) ** 2, 0) / a.length;
  return 10 * Math.log10(255 ** 2 / error);
}

async function compare(file: Buffer, before: readonly string[], options: Record<string, unknown>) {
  const made = async (exact: boolean) => {
    const given = { ...options, ...(exact && { fastShrinkOnLoad: false }) };
    const pipeline = before.reduce((each, name) => each.step(name), noir(file));
    return pipeline.step('resize', given).raw().toBuffer({ resolveWithObject: true });
  };
  const [quick, exact] = [await made(false), await made(true)];
  expect([quick.info.width, quick.info.height]).toEqual([exact.info.width, exact.info.height]);
  return { way: quick.info.way, decibels: decibels(quick.data, exact.data) };
}

describe('a JPEG whose blocks do not divide its sides', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'keeps everything in its place with orientation %i',
    async (orientation) => {
      const file = await waves(1535, 1029, orientation);
      const sizes = [
        { width: 21 },
        { height: 22 },
        { width: 25, height: 25 },
        { width: 20, height: 30, fit: 'contain' },
      ];
      const ways: string[] = [];
      for (const options of sizes) {
        const { way, decibels } = await compare(file, [], options);
        expect(decibels).toBeGreaterThan(42);
        ways.push(way);
      }
      expect(ways.join()).toContain('decode,shrink,resize');
    },
  );

  it.each([1, 6])('does so at any factor from 4 on with orientation %i', async (orientation) => {
    const file = await waves(1535, 1029, orientation);
    for (const factor of [4.02, 5, 6.9, 7.1, 8, 9.5, 12, 13.1, 16, 20, 31]) {
      const { way, decibels } = await compare(file, [], { width: Math.floor(1029 / factor) });
      expect([factor, way]).toEqual([factor, expect.stringContaining('decode,shrink,resize')]);
      expect(decibels).toBeGreaterThan(42);
    }
  });

  it('is exact where the result has a few columns only', async () => {
    const { decibels } = await compare(await waves(37, 2001, 1), [], { height: 90 });
    expect(decibels).toBe(Number.POSITIVE_INFINITY);
  });

  // sharp's `rotate()` without an angle means `autoOrient()`.
  it.each(['autoOrient', 'rotate'])('does so where %s, which changes nothing, comes first', async (name) => {
    const { way, decibels } = await compare(await waves(1535, 1029, 3), [name], { width: 21 });
    expect(way).toContain('decode,shrink,resize');
    expect(decibels).toBeGreaterThan(42);
  });

  it('is 40 dB from the exact result where libvips does it alone', async () => {
    // The loader leaves out up to seven columns and rows.
    for (const [width, height] of [
      [1535, 1031],
      [1529, 1025],
      [1532, 1028],
    ] as const) {
      const file = await waves(width, height, 1);
      for (const side of [30, 48, 60, 100, 160]) {
        expect((await compare(file, [], { width: side })).decibels).toBeGreaterThan(40);
      }
    }
  });
});
