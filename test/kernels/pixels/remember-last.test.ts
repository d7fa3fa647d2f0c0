import { expect, it } from 'vitest';
import { rememberLast } from '../../../src/kernels/pixels/remember-last.ts';

it('a kept result is made anew for another key alone', () => {
  const made: string[] = [];
  const kept = rememberLast((key: string, rest: number) => made.push(key) + rest);
  expect([kept('a', 0), kept('a', 5), kept('b', 0), kept('a', 0)]).toEqual([1, 1, 2, 3]);
  expect(made).toEqual(['a', 'b', 'a']);
});
