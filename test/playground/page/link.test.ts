import { expect, test } from 'vitest';
import { readLink, writeLink } from '../../../src/playground/page/link.ts';

test('a link holds everything', () => {
  const linked = {
    sample: 'pier',
    draft: {
      steps: [
        { id: 1, op: 'text', params: { text: 'a&b=#c "é"', size: 20 }, off: false },
        { id: 2, op: 'linear', params: { a: [1, 2, 3] }, off: true },
      ],
      output: { format: 'webp', options: { quality: 40 } },
      other: { format: 'avif', options: {} },
    },
  };
  expect(readLink(writeLink(linked))).toEqual(linked);
});

test.each([
  ['steps=no JSON', []],
  ['steps={}', []],
  ['steps=[1,{"op":2,"params":{}},{"op":"blur"},{"op":"blur","params":[]}]', []],
  [
    'steps=[{"op":"blur","params":{"sigma":2},"id":9,"off":"yes"}]',
    [{ id: 1, op: 'blur', params: { sigma: 2 }, off: false }],
  ],
])('of %s it takes what is as it should be', (fragment, steps) => {
  expect(readLink(`#${fragment}&output=[]&other=7`)?.draft).toEqual({
    steps,
    output: { format: '', options: {} },
  });
});

test('another fragment is no link', () => {
  expect(readLink('')).toBe(undefined);
  expect(readLink('#top')).toBe(undefined);
});
