import { expect, test } from 'vitest';
import { listOps } from '../../../src/ops/registry.ts';
import { meansOutput, searchOps } from '../../../src/playground/page/ops-search.ts';

/** The names that a text finds, the best first. */
function search(text: string): string[] {
  const { found } = searchOps(listOps(), text);
  return [...found].sort(([, one], [, other]) => other - one).map(([{ name }]) => name);
}

test.each([
  ['blu', 'blur'],
  ['gaussian', 'blur'],
  ['rotate', 'rotate'],
  ['Gray', 'greyscale'],
  ['sharp', 'sharpen'],
  ['crop', 'extract'],
  ['size', 'resize'],
  ['bandbool', 'bandbool'],
  ['sharpn', 'sharpen'],
  ['contarst', 'contrast'],
  ['Black and white', 'greyscale'],
  ['b&w', 'greyscale'],
  ['thumbnail', 'resize'],
])('%s finds %s first', (text, name) => {
  expect(search(text)[0]).toBe(name);
});

test('each word has to be somewhere, and nothing finds everything', () => {
  expect(search('edges canny')).toEqual(['canny']);
  expect(search('  ')).toHaveLength(listOps().length);
  expect(search('zzz')).toEqual([]);
});

test('words for the format and its options belong to the output', () => {
  const formats = new Set(['webp']);
  const texts = ['webp', ' JPG', 'quality', 'blur'];
  expect(texts.map((text) => meansOutput(text, formats))).toEqual([true, true, true, false]);
});
