import { expect, it } from 'vitest';
import { Recent } from '../../src/core/recent.ts';

it('remembers what was asked for last, and makes the rest again', () => {
  const made: string[] = [];
  const recent = new Recent<string>(2);
  const ask = (key: string) =>
    recent.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('does not remember a failure', () => {
  const recent = new Recent<number>(2);
  const fail = () => {
    throw new Error('no');
  };
  expect(() => recent.get('a', fail)).toThrow('no');
  expect(recent.get('a', () => 1)).toBe(1);
});
