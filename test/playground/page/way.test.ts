import { expect, test } from 'vitest';
import { readWay } from '../../../src/playground/page/way.ts';

test.each([
  ['', { legs: '', facts: '' }],
  ['sharp(decode,encode)', { legs: 'sharp(decode,encode)', facts: '' }],
  [
    'sharp(decode) > cpu(sepia); sharp-threads=1 | sharp(encode); sharp-threads=1; costs=668d',
    { legs: 'sharp(decode) → cpu(sepia) → sharp(encode)', facts: 'sharp-threads=1; costs=668d' },
  ],
  [
    'sharp(decode); sharp-threads=1 | settle(trim) | sharp(extract,encode); costs=668d',
    { legs: 'sharp(decode) → settle(trim) → sharp(extract,encode)', facts: 'sharp-threads=1; costs=668d' },
  ],
])('of %s it shows every stretch', (text, way) => {
  expect(readWay(text)).toEqual(way);
});
