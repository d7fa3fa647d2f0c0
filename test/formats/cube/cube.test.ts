import { expect, it } from 'vitest';
import { cubeShape, readCubeSize, sniffCube } from '../../../src/formats/cube/cube.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

it('a .cube file is told by its keyword, and no picture is', () => {
  expect(sniffCube(bytesOf('# x\r\nLUT_3D_SIZE 2\r\n'))).toBe(true);
  expect(sniffCube(bytesOf('LUT_1D_SIZE 4'))).toBe(false);
  expect(sniffCube(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBe(false);
  expect(sniffCube(new Uint8Array())).toBe(false);
});

it('its keyword may stand behind white space, on any line', () => {
  for (const start of [' \t', '\n\n  ', '# x\r', 'TITLE "x"\n\t']) {
    expect(readCubeSize(bytesOf(`${start}LUT_3D_SIZE 5 \r\n`))).toBe(5);
  }
});

// White space before the keyword that went over lines would make a thousand of these take half an hour.
it('a thousand files of line ends are seen through in linear time', () => {
  const lines = new Uint8Array(2 ** 16).fill(10);
  for (let nth = 0; nth < 1000; nth++) expect(sniffCube(lines)).toBe(false);
});

it('its header gives its size', () => {
  const bytes = bytesOf('TITLE "for LUT_3D_SIZE 2"\nLUT_3D_SIZE 17\n');
  expect(cubeShape(readCubeSize(bytes))).toEqual({ width: 17, height: 289, channels: 3, type: 'f32' });
});

it.each(['1', '257', '99999999', 'x', ''])('a size of %j is refused', (size) => {
  expect(() => readCubeSize(bytesOf(`LUT_3D_SIZE ${size}\n`))).toThrow(
    expect.objectContaining({ code: 'corrupt-image', message: expect.stringContaining('2 to 256') }),
  );
});
