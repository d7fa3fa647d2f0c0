import { expect, it } from 'vitest';
import { nearest } from '../../src/recipe/nearest.ts';

const NAMES = ['resize', 'rotate', 'blur', 'boxBlur', 'webp', 'tint'];

it.each([
  ['resise', 'resize'],
  ['RESIZED', 'resize'],
  ['wepb', 'webp'],
  ['boxblur', 'boxBlur'],
  ['rotat', 'rotate'],
  ['xyz', undefined],
  ['resolution', undefined],
  ['ti', undefined],
  [7, undefined],
  ['r'.repeat(1e6), undefined],
])('the name nearest to %s is %s', (word, name) => {
  expect(nearest(word, NAMES)).toBe(name);
});
