import { expect, test } from 'vitest';
import { safeName } from '../../../src/playground/page/safe-name.ts';

test.each([
  ['my logo (1).png', 'my logo (1).png'],
  ['größe 日本.png', 'größe 日本.png'],
  ['x,y=z;w:q.png', 'x-y-z-w-q.png'],
  ['- a.png', 'a.png'],
  [' a.png ', 'a.png'],
  ['..', 'file'],
])('%j is called %j', (name, called) => {
  expect(safeName(name)).toBe(called);
});
