import { describe, expect, it } from 'vitest';
import { flatten } from '../../../src/ops/channels/flatten.ts';
import { colorLevels } from '../../../src/ops/lib/fields.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { row, samplesOf } from '../run.ts';

const RGBA = row('u8', 4, [255, 0, 0, 255, 0, 255, 0, 100, 10, 20, 30, 0]);

describe('flatten', () => {
  it('mixes colours with black by default, and drops alpha', () => {
    // 255 * 100 / 255.
    expect(samplesOf(RGBA, { op: 'flatten' })).toEqual([255, 0, 0, 0, 100, 0, 0, 0, 0]);
  });

  it('mixes them with a colour', () => {
    // Of 255 136 0 shows 155 / 255: 155 and 82.67.
    expect(samplesOf(RGBA, { op: 'flatten', background: 'ff8800' })).toEqual([
      255, 0, 0, 155, 183, 0, 255, 136, 0,
    ]);
  });

  it('scales the background to the pixel type', () => {
    const clear = (type: 'u16' | 'f32') => row(type, 4, [0, 0, 0, 0]);
    const background = '#ff8800';
    expect(samplesOf(clear('u16'), { op: 'flatten', background })).toEqual([65535, 136 * 257, 0]);
    expect(samplesOf(clear('f32'), { op: 'flatten', background })).toEqual([1, Math.fround(136 / 255), 0]);
  });

  it('keeps gray gray on gray, and makes RGB of it on a colour', () => {
    const gray = row('u8', 2, [200, 255, 200, 0]);
    expect(samplesOf(gray, { op: 'flatten', background: '808080' })).toEqual([200, 128]);
    expect(samplesOf(gray, { op: 'flatten', background: 'red' })).toEqual([200, 200, 200, 255, 0, 0]);
  });

  it('changes nothing without alpha', () => {
    expect(samplesOf(row('u8', 1, [7]), { op: 'flatten', background: 'red' })).toEqual([7]);
    expect(samplesOf(row('u8', 3, [7, 8, 9]), { op: 'flatten', background: 'red' })).toEqual([7, 8, 9]);
  });

  it('shows the background where alpha is 0, whatever the colour', () => {
    const floats = row('f32', 2, [Number.NaN, 0, Infinity, -0]);
    expect(samplesOf(floats, { op: 'flatten', background: 'white' })).toEqual([1, 1]);
  });

  it('lets float alpha run beyond white, and NaN through', () => {
    const floats = row('f32', 2, [1, 2, Number.NaN, 1, 1, Number.NaN]);
    expect(samplesOf(floats, { op: 'flatten', background: 'white' })).toEqual([1, Number.NaN, Number.NaN]);
    expect(samplesOf(row('f32', 2, [0.5, 2]), { op: 'flatten', background: 'white' })).toEqual([0]);
  });
});

describe('colours', () => {
  it.each([
    ['000000', '000000', [0, 0, 0, 255]],
    ['#123', '112233', [17, 34, 51, 255]],
    ['123456', '123456', [18, 52, 86, 255]],
    ['#FF8800', 'ff8800', [255, 136, 0, 255]],
    ['ff880080', 'ff880080', [255, 136, 0, 128]],
    ['#f808', 'ff880088', [255, 136, 0, 136]],
    ['white', 'ffffff', [255, 255, 255, 255]],
    ['transparent', '00000000', [0, 0, 0, 0]],
    ['1e5000', '1e5000', [30, 80, 0, 255]],
  ] as const)('reads %s as %s, out of an address too', (text, spelling, expected) => {
    const [step] = parseOps(`flatten_${text}`).steps as [{ background: string }];
    const { background } = flatten.params.parse({ background: step.background });
    expect(background).toBe(spelling);
    expect(colorLevels(background, 'u8').map(Math.round)).toEqual(expected);
  });

  it('reads lists of numbers, out of an address too', () => {
    const [step] = parseOps('flatten_255:136:0:0.5').steps as [{ background: number[] }];
    const { background } = flatten.params.parse({ background: step.background });
    expect(colorLevels(background, 'u8')).toEqual([255, 136, 0, 127.5]);
  });

  it.each([
    '',
    '#',
    '12',
    '12345',
    '#1234567',
    'reddish',
    'transparentish',
    'ffxx00',
    [1, 2],
    [1, 2, 256],
    [1, 2, 3, 2],
    -5,
    0x1000000,
    1.5,
  ])('refuses %o', (background) => {
    expect(flatten.params.safeParse({ background }).success).toBe(false);
  });
});
