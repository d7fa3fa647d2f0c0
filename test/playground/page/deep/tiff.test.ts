import { afterAll, describe, expect, it } from 'vitest';
import { createNoir } from '../../../../src/noir.ts';
import { ownRange } from '../../../../src/playground/page/deep/samples.ts';
import { readTiff } from '../../../../src/playground/page/deep/tiff.ts';

const noir = await createNoir({ gpu: 'off' });
afterAll(() => noir.close());

const samples = { u8: Uint8Array, u16: Uint16Array, f32: Float32Array };

describe('the page', () => {
  it.each(
    (['u8', 'u16', 'f32'] as const).flatMap((type) =>
      ([1, 2, 3, 4] as const).map((channels) => [type, channels] as const),
    ),
  )('reads the samples of a TIFF of %s with %i channels', async (type, channels) => {
    const shape = { width: 7, height: 300, channels, type, space: channels < 3 ? 'b-w' : 'srgb' } as const;
    const levels = Array.from({ length: 7 * 300 * channels }, (_, at) =>
      type === 'f32' ? at / 1e4 - 0.1 : at % 251,
    );
    const data = new samples[type](levels);
    const file = await noir({ ...shape, data } as never)
      .tiff({ compression: 'none' })
      .toBuffer();
    const read = readTiff(file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer);
    expect({ ...read, data: Array.from(read.data) }).toEqual({
      ...{ width: 7, height: 300, channels, type },
      data: Array.from(data),
    });
  });

  it('refuses what it cannot show', () => {
    expect(() => readTiff(new ArrayBuffer(16))).toThrow('no TIFF');
  });
});

describe('the range of a picture', () => {
  it('leaves out half a percent at each end, NaN and infinities', () => {
    const data = Float32Array.from({ length: 1000 }, (_, at) => at);
    data[999] = 1e9;
    data[0] = Number.NaN;
    expect(ownRange({ width: 1000, height: 1, channels: 1, type: 'f32', data })).toEqual({
      low: 5,
      high: 995,
    });
  });

  it('is all of it where every sample is the same', () => {
    const data = new Uint16Array(12).fill(7);
    expect(ownRange({ width: 4, height: 1, channels: 3, type: 'u16', data })).toEqual({
      low: 0,
      high: 65535,
    });
  });
});
