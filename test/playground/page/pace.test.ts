import { expect, test } from 'vitest';
import { Pace } from '../../../src/playground/page/pace.ts';

/** A photo of 120 KB whose result has as many, and the PNG of its preview there and back. */
const PHOTO = { bytes: 240_000, work: 90 };
const PREVIEW = 1_000_000;

test('a preview comes first as long as nothing is known, and where the connection is quick', () => {
  const pace = new Pace();
  expect(pace.isSooner(PHOTO, PREVIEW)).toBe(false);
  pace.add(1_000_000, 20);
  expect(pace.isSooner(PHOTO, PREVIEW)).toBe(false);
  // A busy server, and not a slow connection.
  pace.add(200_000, 120);
  expect(pace.isSooner(PHOTO, PREVIEW)).toBe(false);
});

test('where bytes are slow, a small photo comes whole, and a large one as a preview', () => {
  const pace = new Pace();
  pace.add(500_000, 2500);
  expect(pace.isSooner(PHOTO, PREVIEW)).toBe(true);
  expect(pace.isSooner({ bytes: 8_000_000, work: 90 }, PREVIEW)).toBe(false);
  expect(pace.isSooner({ bytes: 240_000, work: 9000 }, PREVIEW)).toBe(false);
});

test('the newest transfer counts, unless it is too short to tell', () => {
  const pace = new Pace();
  pace.add(500_000, 2500);
  pace.add(400, 300);
  expect(pace.isSooner(PHOTO, PREVIEW)).toBe(true);
  pace.add(500_000, 10);
  expect(pace.isSooner(PHOTO, PREVIEW)).toBe(false);
});
