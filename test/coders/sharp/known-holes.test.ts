import sharp from 'sharp';
import { expect, it } from 'vitest';
import { findHoles, withoutHoles } from '../../../src/coders/sharp/known-holes.ts';

it('knows the holes of old versions, and refuses their formats', () => {
  const old = { sharp: '0.35.1', vips: '8.18.0', heif: '1.23.1', webp: '1.3.2' };
  expect(findHoles(old)).toMatchObject([{ library: 'heif', version: '1.23.1', fixed: '1.23.2' }]);
  expect(withoutHoles(['jpeg', 'avif'], old)).toEqual(['jpeg']);
  expect(withoutHoles(['jpeg', 'webp'], { webp: '1.3.1' })).toEqual(['jpeg']);
  expect(withoutHoles(['jpeg', 'webp'], { sharp: '0.34.10' })).toEqual([]);
});

it('finds none in newer versions, whatever their form', () => {
  for (const heif of ['1.23.2', '1.23.10', '1.24', '2', '1.23.2-rc1'])
    expect(findHoles({ heif })).toEqual([]);
  expect(findHoles({})).toEqual([]);
});

it('finds none in the version that is installed', () => {
  expect(findHoles(sharp.versions)).toEqual([]);
});
