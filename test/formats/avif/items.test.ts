/** AVIFs that list more than any picture has, which would take minutes and gigabytes to look through. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { bytes } from '../forge.ts';
import { avifBox } from './forge.ts';

const FLAGS = bytes('big', [0, 4]);
const MANY = 10_001;

/** An AVIF whose primary item is 1, with these parts in its description. */
const describe = (...parts: readonly Uint8Array[]) =>
  Buffer.concat([
    bytes('big', [16, 4], 'ftypavif', [0, 4]),
    avifBox('meta', FLAGS, avifBox('pitm', FLAGS, bytes('big', [1, 2])), ...parts),
  ]);

const times = (count: number, part: Uint8Array) => Buffer.concat(Array<Uint8Array>(count).fill(part));

test.each([
  [
    'references between items',
    avifBox(
      'iref',
      FLAGS,
      avifBox('auxl', bytes('big', [2, 2], [MANY, 2]), times(MANY, bytes('big', [1, 2]))),
    ),
  ],
  [
    'items with properties',
    avifBox(
      'iprp',
      avifBox('ipma', FLAGS, bytes('big', [MANY, 4]), times(MANY, bytes('big', [1, 2], [0, 1]))),
    ),
  ],
  [
    'properties of items',
    avifBox(
      'iprp',
      avifBox(
        'ipma',
        FLAGS,
        bytes('big', [50, 4]),
        times(50, bytes('big', [1, 2], [255, 1], new Uint8Array(255))),
      ),
    ),
  ],
])('too many %s are refused', (_, part) => {
  expect(() => readHeader(describe(part), DEFAULT_LIMITS)).toThrow(
    expect.objectContaining({ code: 'segment-limit' }),
  );
});
