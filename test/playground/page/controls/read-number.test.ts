import { expect, it } from 'vitest';
import { readNumber } from '../../../../src/playground/page/controls/read-number.ts';

it('reads numbers, and leaves what JSON has no number for to the server', () => {
  expect(['0.5', '-3', '1e3'].map(readNumber)).toEqual([0.5, -3, 1000]);
  const others = ['1e999', '-Infinity', 'NaN', '-', '50%'];
  expect(others.map(readNumber)).toEqual(others);
});
