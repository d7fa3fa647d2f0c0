import { expect, test } from 'vitest';
import { freeMemory } from '../../../src/backends/sharp/free-memory.ts';

const MEBIBYTE = 2 ** 20;

test('memory is free at once', () => {
  const arrays = Array.from({ length: 16 }, () => new Uint8Array(4 * MEBIBYTE));
  const before = process.memoryUsage().arrayBuffers;
  for (const array of arrays) freeMemory(array);
  expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThan(60 * MEBIBYTE);
  expect(arrays.every(({ length }) => length === 0)).toBe(true);
});

test('a part of a buffer is left alone', () => {
  const all = new Uint8Array(100).fill(7);
  freeMemory(all.subarray(10, 20));
  freeMemory(all.subarray(10));
  expect(all).toEqual(new Uint8Array(100).fill(7));
});

test('an array of wider samples is freed, and one that is empty already stays so', () => {
  const wide = new Uint16Array(50);
  freeMemory(wide);
  freeMemory(wide);
  expect(wide.length).toBe(0);
});
