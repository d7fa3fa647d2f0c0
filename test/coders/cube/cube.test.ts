import { describe, expect, it } from 'vitest';
import { cubeCoder } from '../../../src/coders/cube/cube.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';

const decode = async (text: string) =>
  (await cubeCoder.decode(bytesOf(text), { limits: DEFAULT_LIMITS })).frames[0];
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A table of two colours along a side that changes nothing. */
const IDENTITY = [
  '# made by hand',
  'TITLE "nothing, for LUT_3D_SIZE 2"',
  'LUT_3D_SIZE 2',
  'DOMAIN_MIN 0 0 0',
  'DOMAIN_MAX 1.0 1.0 1.0',
  '',
  ...[0, 1].flatMap((blue) => [0, 1].flatMap((green) => [0, 1].map((red) => `${red} ${green} ${blue}`))),
].join('\r\n');

describe('a .cube file', () => {
  it('becomes a picture of its colours, red growing first', async () => {
    expect(cubeCoder.readShape(bytesOf(IDENTITY))).toEqual({ width: 2, height: 4, channels: 3, type: 'f32' });
    const { width, height, channels, type, data } = await decode(IDENTITY);
    expect({ width, height, channels, type }).toEqual({ width: 2, height: 4, channels: 3, type: 'f32' });
    expect([...data.subarray(0, 9)]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect([...data.subarray(-3)]).toEqual([1, 1, 1]);
  });

  it.each([
    ['LUT_3D_SIZE 2\n0 0 0\n', 'colours in place of 8'],
    [`${IDENTITY}\n0 0 0\n`, 'more colours'],
    [IDENTITY.replace('0 1 1', '0 1'), 'not three numbers'],
    [IDENTITY.replace('0 1 1', '0 1 x'), 'not three numbers'],
    [IDENTITY.replace('0 1 1', '0 1 1e999'), 'not three numbers'],
    [IDENTITY.replace('DOMAIN_MAX 1.0', 'DOMAIN_MAX 2.0'), 'domain'],
    [IDENTITY.replace('TITLE', 'LUT_1D_INPUT_RANGE'), 'keyword'],
    [`${IDENTITY}\n${' '.repeat(200_000)}`, 'too long'],
    ['LUT_3D_SIZE 1\n0 0 0\n', '2 to 256'],
  ])('that is damaged is a clear error: %.40j', async (text, reason) => {
    await expect(decode(text)).rejects.toThrow(reason);
  });

  it('of many pieces is read as one of one', async () => {
    const size = 24;
    const lines = Array.from({ length: size ** 3 }, (_, node) => `0.${node} ${node} -${node}e-3`);
    const { data } = await decode(`LUT_3D_SIZE ${size}\n${lines.join('\n')}`);
    expect(data.length).toBe(3 * size ** 3);
    const wrong = lines.findIndex((line, node) => {
      const expected = Float32Array.from(line.split(' ').map(Number));
      return expected.some((number, channel) => data[3 * node + channel] !== number);
    });
    expect(wrong).toBe(-1);
  });
});
