/** Odd JPEGs of which every code is gone through, as decoders take them. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { findJpegEnd } from '../../../src/formats/jpeg/completeness.ts';
import { MARKER } from '../../../src/formats/jpeg/markers.ts';
import { jpegKinds } from '../../support/jpeg-kinds.ts';

const { 'baseline with usual tables': file = Buffer.of(), baseline: optimised = Buffer.of() } =
  await jpegKinds(83);

const endOf = (bytes: Uint8Array) => toEnd(findJpegEnd(bytes, DEFAULT_LIMITS));

/** The file without its Huffman tables, as motion JPEG has it. */
function withoutTables(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (bytes[at + 1] !== MARKER.SOS) {
    const next = at + 2 + bytes.readUInt16BE(at + 2);
    if (bytes[at + 1] !== MARKER.DHT) kept.push(bytes.subarray(at, next));
    at = next;
  }
  return Buffer.concat([...kept, bytes.subarray(at)]);
}

test('a picture without Huffman tables has the typical ones', () => {
  expect(endOf(withoutTables(file))).toEqual({ at: withoutTables(file).length - 2, marked: true });
  expect(() => endOf(withoutTables(optimised))).toThrow();
});

test('components of one id come in order', () => {
  const copy = Buffer.from(file);
  const [frame, scan] = [copy.indexOf(Buffer.of(0xff, 0xc0)), copy.indexOf(Buffer.of(0xff, MARKER.SOS))];
  for (const nth of [0, 1, 2]) {
    copy[frame + 10 + 3 * nth] = 1;
    copy[scan + 5 + 2 * nth] = 1;
  }
  expect(endOf(copy)).toEqual(endOf(file));
});
