import { expect, test } from 'vitest';
import { writeBytes, writeLimit } from '../../../src/playground/page/bytes.ts';

test('bytes have three digits and a unit', () => {
  expect([999, 1234, 91_100, 123_456, 2_190_000].map(writeBytes)).toEqual([
    '999 B',
    '1.23 KB',
    '91.1 KB',
    '123 KB',
    '2.19 MB',
  ]);
});

test('a limit is never written larger than it is, nor as nothing', () => {
  expect([500, 60_999, 2 ** 25].map(writeLimit)).toEqual(['500 B', '60 KB', '33 MB']);
});
