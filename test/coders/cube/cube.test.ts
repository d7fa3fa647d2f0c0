import { describe, expect, it } from 'vitest';
import { decodeCube, readCubeHeader, sniffCube } from '../../../src/coders/cube/cube.ts';

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
  it('is told by its keyword, and no picture is', () => {
    expect(sniffCube(bytesOf(IDENTITY))).toBe(true);
    expect(sniffCube(bytesOf('LUT_1D_SIZE 4'))).toBe(false);
    expect(sniffCube(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBe(false);
    expect(sniffCube(new Uint8Array())).toBe(false);
  });

  it('becomes a picture of its colours, red growing first', () => {
    expect(readCubeHeader(bytesOf(IDENTITY))).toEqual({ size: 2 });
    const { width, height, channels, type, data } = decodeCube(bytesOf(IDENTITY));
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
    ['LUT_3D_SIZE 1\n0 0 0\n', '2 to 256'],
    ['LUT_3D_SIZE 99999999\n', '2 to 256'],
    ['LUT_3D_SIZE x\n', '2 to 256'],
  ])('that is damaged is a clear error: %j', (text, reason) => {
    expect(() => decodeCube(bytesOf(text))).toThrow(reason);
  });
});
