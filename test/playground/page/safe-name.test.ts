import { expect, test } from 'vitest';
import { nameFor } from '../../../src/playground/page/safe-name.ts';

test.each([
  ['my logo (1).png', 'my logo (1).png'],
  ['größe 日本.png', 'größe 日本.png'],
  ['x,y=z;w:q.png', 'x-y-z-w-q.png'],
  ['- a.png', 'a.png'],
  [' a.png ', 'a.png'],
  ['..', 'file'],
])('%j is called %j', (name, called) => {
  expect(nameFor(name, () => true)).toBe(called);
});

test('a name that is taken gets a number', () => {
  const taken = ['logo.png', 'logo-2.png', 'photo'];
  const free = (name: string) => !taken.includes(name);
  expect(['logo.png', 'photo', 'a.b.png'].map((name) => nameFor(name, free))).toEqual([
    'logo-3.png',
    'photo-2',
    'a.b.png',
  ]);
});
