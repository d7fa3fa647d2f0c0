import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { equalise } from '../../../src/ops/tone/equalise.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

it('spreads levels by how many pixels are below them', () => {
  const image = row('u8', 1, [10, 10, 20, 20, 20, 30]);
  expect(samplesOf(image, { op: 'equalise' })).toEqual([0, 0, 191, 191, 191, 255]);
  const wide = row('u16', 1, [10, 10, 20, 20, 20, 30]);
  expect(samplesOf(wide, { op: 'equalise' })).toEqual([0, 0, 49151, 49151, 49151, 65535]);
  const floats = row('f32', 1, [0.1, 0.1, 0.2, 0.2, 0.2, 0.3]);
  const [first, , middle, , , last] = samplesOf(floats, { op: 'equalise' });
  expect([first, middle, last].map((value = 0) => Math.round(1e6 * value) / 1e6 + 0)).toEqual([0, 0.75, 1]);
});

it('leaves what is even already, and what has one level', () => {
  for (const type of ['u8', 'u16'] as const) {
    const image = everyLevel(type);
    expect(samplesOf(image, { op: 'equalise' })).toEqual([...image.data]);
  }
  for (const method of ['luma', 'channels'] as const) {
    const flat = row('f32', 3, [0.3, 0.7, 2, 0.3, 0.7, 2]);
    expect(samplesOf(flat, { op: 'equalise', method })).toEqual([...flat.data]);
  }
});

it('keeps differences between colours with luma, and evens out each channel by itself with channels', () => {
  const image = row('u8', 3, [60, 50, 40, 120, 110, 100, 90, 80, 70]);
  const luma = samplesOf(image, { op: 'equalise' });
  expect(luma[6]).toBe((luma[7] as number) + 10);
  expect(samplesOf(image, { op: 'equalise', method: 'channels' })).toEqual([
    0, 0, 0, 255, 255, 255, 128, 128, 128,
  ]);
});

it('keeps alpha', () => {
  const image = row('u8', 4, [1, 2, 3, 4, 200, 100, 50, 6]);
  for (const method of ['luma', 'channels'] as const) {
    const samples = samplesOf(image, { op: 'equalise', method });
    expect([samples[3], samples[7]]).toEqual([4, 6]);
  }
});

it('neither counts nor changes NaN, and takes what is beyond 0..1 for black and white', () => {
  const image = row('f32', 3, [Number.NaN, 0.5, 0.5, -Infinity, 0, 0.25, Infinity, 1, 0.75]);
  const nan = Number.NaN;
  expect(samplesOf(image, { op: 'equalise', method: 'channels' })).toEqual([nan, 0.5, 0.5, 0, 0, 0, 1, 1, 1]);
  const luma = samplesOf(image, { op: 'equalise' });
  expect(luma.slice(0, 4)).toEqual([nan, 0.5, 0.5, -Infinity]);
  expect(luma[6]).toBe(Infinity);
});

it.each(['luma', 'channels'] as const)('has a kernel that equals the reference, by %s', (method) => {
  for (const layout of LAYOUTS) {
    // More pixels than a block of the kernel has.
    const input = noise({ ...layout, width: 61, height: 37 });
    if (layout.type === 'f32') input.data.set([Number.NaN, 0.5, 0.5, 0.2, -Infinity, Infinity, 0.1, 0.3]);
    const [got, expected] = [createImage(input), createImage(input)];
    toEnd(equalise.kernel(input, { method }, got));
    equalise.reference(input, { method }, expected);
    expectClose(got, expected, equalise.tolerance[layout.type], `${layout.type}x${layout.channels}`);
  }
});
