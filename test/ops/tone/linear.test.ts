import { describe, expect, it } from 'vitest';
import type { NoirError } from '../../../src/core/errors.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { linear } from '../../../src/ops/tone/linear.ts';
import { row, samplesOf } from '../run.ts';

const shape = (channels: Channels) => ({ width: 4, height: 4, channels, type: 'u8' }) as const;

function faultsOf(channels: Channels, parameters: object) {
  try {
    linear.geometry(shape(channels), linear.params.parse(parameters));
  } catch (error) {
    return (error as NoirError).errors;
  }
  return [];
}

describe('linear', () => {
  it.each([
    ['u8', [10, 250], [20, 255]],
    ['u16', [10, 65530], [20, 65535]],
    ['f32', [10, 0.25], [20, 10.25]],
  ] as const)('adds b in the levels of %s', (type, samples, expected) => {
    expect(samplesOf(row(type, 1, [...samples]), { op: 'linear', b: 10 })).toEqual(expected);
  });

  it('rounds halves up and stays within the range', () => {
    const gray = row('u8', 1, [1, 2, 3, 200]);
    expect(samplesOf(gray, { op: 'linear', a: 1.5 })).toEqual([2, 3, 5, 255]);
    expect(samplesOf(gray, { op: 'linear', a: -1, b: 2 })).toEqual([1, 0, 0, 0]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [10, 20, 30, 40]), { op: 'linear', a: 2, b: 1 })).toEqual([21, 41, 61, 40]);
    expect(samplesOf(row('u8', 2, [10, 40]), { op: 'linear', a: 2, b: 1 })).toEqual([21, 40]);
  });

  it('takes a factor and an offset for each colour', () => {
    const rgb = row('u8', 3, [10, 20, 30]);
    expect(samplesOf(rgb, { op: 'linear', a: [1, 2, 3], b: [5, 0, -5] })).toEqual([15, 40, 85]);
  });

  it('takes a list of one for all colours', () => {
    expect(samplesOf(row('u8', 3, [10, 20, 30]), { op: 'linear', a: [2], b: [1] })).toEqual([21, 41, 61]);
  });

  it('does not clamp floats', () => {
    expect(samplesOf(row('f32', 1, [1, -1]), { op: 'linear', a: 4, b: -2 })).toEqual([2, -6]);
  });

  it('does nothing by default', () => {
    expect(samplesOf(row('u8', 3, [0, 128, 255]), { op: 'linear' })).toEqual([0, 128, 255]);
  });

  it.each([
    [1, { a: [1, 2, 3] }, '/a', 'expected 1 number, since the picture has one colour channel, received 3'],
    [2, { a: [1, 2] }, '/a', 'expected 1 number, since the picture has one colour channel, received 2'],
    [3, { a: [1, 2] }, '/a', 'expected 1 number or 3, one for each colour channel, received 2'],
    [4, { b: [1, 2] }, '/b', 'expected 1 number or 3, one for each colour channel, received 2'],
  ] as const)('refuses for %d channels the lists in %o', (channels, parameters, pointer, reason) => {
    expect(faultsOf(channels, parameters)).toEqual([{ pointer, reason }]);
  });
});
