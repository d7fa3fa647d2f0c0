import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { normalise } from '../../../src/ops/tone/normalise.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { NO_LIMITS } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

it('stretches from black to white, by L', () => {
  // L of 64, 128 and 192 is 27.1, 53.6 and 77.7; (53.6 - 27.1) / (77.7 - 27.1) of 100 is 52.4.
  const image = row('u8', 1, [64, 128, 192]);
  expect(samplesOf(image, { op: 'normalise', lower: 0, upper: 100 })).toEqual([0, 125, 255]);
});

it('leaves out as many pixels at either end as asked for', () => {
  const image = row('u8', 1, [0, ...Array(49).fill(100), ...Array(49).fill(150), 255]);
  const samples = samplesOf(image, { op: 'normalise', lower: 1, upper: 98 });
  expect([...new Set(samples)]).toEqual([0, 255]);
});

it('leaves pictures of nearly one brightness, alpha, and a and b as they are', () => {
  const flat = row('u8', 3, [90, 90, 90, 91, 91, 91]);
  expect(samplesOf(flat, { op: 'normalise', lower: 0, upper: 100 })).toEqual([...flat.data]);
  const alpha = row('u8', 2, [64, 7, 192, 200]);
  expect(samplesOf(alpha, { op: 'normalise', lower: 0, upper: 100 })).toEqual([0, 7, 255, 200]);
  const full = noise({ width: 40, height: 30, channels: 4, type: 'u8' });
  const data = Uint8Array.from(samplesOf(full, { op: 'normalise', lower: 0, upper: 100 }));
  expectClose({ ...full, data }, full, 1, 'from black to white');
});

it('leaves pixels with NaN or an infinity out, and makes their colours NaN', () => {
  const image = row('f32', 3, [0.2, 0.2, 0.2, Number.NaN, 1, 1, 0.6, 0.6, 0.6, Infinity, 0, 0]);
  for (const write of [normalise.reference, normalise.kernel]) {
    const output = createImage(image);
    toEnd(write(image, { lower: 0, upper: 100 }, output));
    expect([...output.data.slice(0, 3)].every((value) => Math.abs(value) < 1e-5)).toBe(true);
    expect([...output.data.slice(6, 9)].every((value) => Math.abs(value - 1) < 1e-5)).toBe(true);
    expect([...output.data.slice(3, 6), ...output.data.slice(9)]).toEqual(Array(6).fill(Number.NaN));
  }
  const nothing = row('f32', 1, [Number.NaN, Infinity, -Infinity]);
  expect(samplesOf(nothing, { op: 'normalise' })).toEqual([...nothing.data]);
});

it('refuses a lower percentile that is not below the upper one', () => {
  const image = everyLevel('u8');
  for (const [lower, upper] of [
    [50, 50],
    [60, 40],
  ]) {
    const step = { op: normalise as never, params: { lower, upper } };
    expect(() => makePlan([step], image, NO_LIMITS)).toThrow(/steps|Lower|lower/);
  }
});

it('is what sharp makes of the whole range, where L happens to be whole at both ends', async () => {
  // L of 0 and 255: nothing is rounded, and nothing stretched.
  const image = noise({ width: 64, height: 48, channels: 3, type: 'u8' });
  const raw = { raw: { width: 64, height: 48, channels: 3 as const } };
  const theirs = await sharp(image.data, raw).normalise({ lower: 0, upper: 100 }).raw().toBuffer();
  const output = createImage(image);
  toEnd(normalise.kernel(image, { lower: 0, upper: 100 }, output));
  expectClose(output, { ...image, data: new Uint8Array(theirs) }, 1, 'sharp');
});

it.each([
  { lower: 1, upper: 99 },
  { lower: 12.5, upper: 80 },
  { lower: 30, upper: 60 },
])('has a kernel as good as the reference with %j', (params) => {
  for (const layout of LAYOUTS) {
    const input = noise({ ...layout, width: 73, height: 41 });
    const [got, expected] = [createImage(input), createImage(input)];
    toEnd(normalise.kernel(input, params, got));
    normalise.reference(input, params, expected);
    expectClose(got, expected, normalise.tolerance[layout.type], `${layout.type}x${layout.channels}`);
  }
});
