import { afterAll, describe, expect, it } from 'vitest';
import { createNoir } from '../../../../src/noir.ts';
import { readSides } from '../../../../src/playground/page/deep/sides.ts';

const noir = await createNoir({ gpu: 'off' });
afterAll(() => noir.close());

const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

describe('the sides of a deep result', () => {
  const shape = { width: 5000, height: 3, channels: 1 } as const;
  const u16 = { ...shape, type: 'u16', data: new Uint16Array(15_000) } as const;
  const f32 = { ...shape, type: 'f32', data: new Float32Array(15_000) } as const;

  it.each([
    ['png', () => noir(u16).png()],
    ['packed tiff', () => noir(u16).tiff({ compression: 'lzw' })],
    ['plain tiff of floats', () => noir(f32).tiff({ compression: 'none' })],
  ] as const)('are read from a %s', async (_, make) => {
    expect(await readSides(blob(await make().toBuffer()))).toEqual({ width: 5000, height: 3 });
  });

  it('are read from a big-endian TIFF with short numbers', async () => {
    const tags = [0x4d4d, 42, 0, 8, 2, 256, 3, 0, 1, 7, 0, 257, 3, 0, 1, 5, 0, 0, 0];
    const view = new DataView(new ArrayBuffer(2 * tags.length));
    for (const [index, value] of tags.entries()) view.setUint16(2 * index, value);
    expect(await readSides(new Blob([view]))).toEqual({ width: 7, height: 5 });
  });

  it('are not read from another file', async () => {
    await expect(readSides(blob(new Uint8Array(40)))).rejects.toThrow('neither a PNG nor a TIFF');
  });
});
