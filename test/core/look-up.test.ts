import { expect, it } from 'vitest';
import { lookUp } from '../../src/core/look-up.ts';

it.each(['constructor', 'toString', '__proto__', 'b', ''])('a table has nothing for %j by itself', (word) => {
  expect(lookUp({ a: 1 }, word)).toBeUndefined();
  expect(lookUp({ a: 1, [word]: 2 }, word)).toBe(2);
});
