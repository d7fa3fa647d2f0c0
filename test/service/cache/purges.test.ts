import { expect, test } from 'vitest';
import { Purges } from '../../../src/service/cache/purges.ts';

test('a tag was purged since there had been fewer purges, and others were not', () => {
  const purges = new Purges();
  const before = purges.count;
  purges.add('cats');
  expect(purges.since(before, ['dogs', 'cats'])).toBe(true);
  expect(purges.since(before, ['dogs'])).toBe(false);
  expect(purges.since(purges.count, ['dogs', 'cats'])).toBe(false);
});

test('a tag that may have been forgotten counts as purged, until the work has begun later', () => {
  const purges = new Purges();
  const before = purges.count;
  purges.add('cats');
  const between = purges.count;
  for (let index = 0; index < 10_000; index++) purges.add(`tag ${index}`);
  expect(purges.since(before, ['cats'])).toBe(true);
  expect(purges.since(before, ['dogs'])).toBe(true);
  expect(purges.since(between, ['cats'])).toBe(false);
});
