/** How many chunks a PNG may have. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { forgePng, pngChunk } from '../forge.ts';

const many = (chunk: Uint8Array) => Array<Uint8Array>(DEFAULT_LIMITS.segments + 1).fill(chunk);
const read = (...chunks: Uint8Array[]) =>
  readHeader(
    forgePng({ width: 9, height: 9 }, ...chunks, pngChunk('IEND', new Uint8Array())),
    DEFAULT_LIMITS,
  );

test('large ones are as many as the file has bytes for: libpng writes photos of 80 MB in over 10,000', () => {
  expect(read(...many(pngChunk('IDAT', new Uint8Array(4096))))).toMatchObject({ width: 9, height: 9 });
});

test('small ones count', () => {
  expect(() => read(...many(pngChunk('IDAT', new Uint8Array(4095))))).toThrow(
    expect.objectContaining({ code: 'segment-limit' }),
  );
});
