import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { MARKER, walkSegments } from '../../../src/formats/jpeg/markers.ts';

/** A scan header without components, so that what follows is entropy-coded data. */
const SCAN = [0xff, MARKER.SOS, 0, 2];
const END = [0xff, MARKER.EOI];

/** Data with stuffed zeros, restarts and padding at all distances, and no marker that ends it. */
function makeData(length: number, every: number): number[] {
  const behind = [0x00, 0xd0, 0xd7, 0x01, 0xff];
  const data: number[] = [];
  for (let at = 0; at < length; at++) {
    if (at % every === 0) data.push(0xff, behind[at % behind.length] ?? 0);
    // Padding must not become a marker.
    data.push(data.at(-1) === 0xff ? 0x00 : (at * 31) % 255);
  }
  return data;
}

it.each([1, 2, 3, 4, 5, 6, 7, 9, 17, 100, 1000])(
  'the end is found behind data with 0xff every %i bytes',
  (every) => {
    for (const length of [1, 2, 3, 5, 8, 1001]) {
      const data = makeData(length, every);
      const bytes = Uint8Array.from([0xff, MARKER.SOI, ...SCAN, ...data, ...SCAN, ...data, ...END, 1, 2, 3]);
      const walk = walkSegments(bytes, DEFAULT_LIMITS, () => {});
      expect(walk).toEqual({
        ...{ scans: 2, entropyBytes: 2 * data.length, strays: false },
        ...{ from: 2 + SCAN.length, end: bytes.length - 5 },
      });
      // The same within a larger buffer.
      const view = new Uint8Array(bytes.length + 9).subarray(5, 5 + bytes.length);
      view.set(bytes);
      expect(walkSegments(view, DEFAULT_LIMITS, () => {})).toEqual(walk);
    }
  },
);

it.each([[[]], [[0xff]], [[1, 2, 3, 4, 5, 6]], [[0xff, 0x00]], [[1, 2, 3, 4, 5, 0xff]]])(
  'data that ends in %j has no end marker',
  (data) => {
    const bytes = Uint8Array.from([0xff, MARKER.SOI, ...SCAN, ...data]);
    expect(walkSegments(bytes, DEFAULT_LIMITS, () => {})).toMatchObject({ scans: 1, end: undefined });
  },
);

it('scans beyond the limit are not read', () => {
  const bytes = Uint8Array.from([0xff, MARKER.SOI, ...Array<number[]>(101).fill(SCAN).flat(), ...END]);
  expect(() => walkSegments(bytes, DEFAULT_LIMITS, () => {})).toThrow(
    expect.objectContaining({ code: 'scan-limit', limit: 100, actual: 101 }),
  );
});

it.each([
  ['the start of another picture', [0xff, MARKER.SOI, 0xff, 0xe0, 0, 2, ...END]],
  ['a frame', [0xff, 0xc0, 0, 2, ...END]],
  ['a marker that no picture has', [0xff, 0x40, 0, 2, ...END]],
  ['a segment of no length', [0xff, 0xe1, 0, 1, ...END]],
  ['a segment that is longer than the file', [0xff, 0xe1, 0x7f, 0xff, ...END]],
  ['half a segment', [0xff, 0xe1, 0]],
])('behind a scan %s ends the picture', (_, behind) => {
  const bytes = Uint8Array.from([0xff, MARKER.SOI, ...SCAN, 1, 2, 3, ...behind]);
  expect(walkSegments(bytes, DEFAULT_LIMITS, () => {})).toMatchObject({ entropyBytes: 3, end: undefined });
});

it('segments without a scan are cut short', () => {
  const bytes = Uint8Array.from([0xff, MARKER.SOI, 0xff, 0xe1, 0, 2]);
  expect(() => walkSegments(bytes, DEFAULT_LIMITS, () => {})).toThrow(
    expect.objectContaining({ code: 'truncated-image' }),
  );
});

it('bytes between segments are strays, and padding is none', () => {
  const walk = (...between: number[]) =>
    walkSegments(
      Uint8Array.from([0xff, MARKER.SOI, ...between, 0xff, 0xe1, 0, 2, ...SCAN, 1, 2, ...END]),
      DEFAULT_LIMITS,
      () => {},
    ).strays;
  expect([walk(), walk(0xff, 0xff), walk(0), walk(1, 2, 3)]).toEqual([false, false, true, true]);
});

it('refuses a second start marker before the scan, as libjpeg does', () => {
  const file = Uint8Array.from([0xff, MARKER.SOI, 0xff, MARKER.SOI, 0xff, 0xe1, 0, 2, ...SCAN, 1, 2, ...END]);
  expect(() => walkSegments(file, DEFAULT_LIMITS, () => {})).toThrow(
    expect.objectContaining({ code: 'corrupt-image', message: 'The picture has two start markers' }),
  );
});
