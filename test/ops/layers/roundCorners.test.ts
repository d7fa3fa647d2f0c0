import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { roundCorners } from '../../../src/ops/layers/roundCorners.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { samplesOf } from '../run.ts';

function plain(width: number, height: number, channels: Channels, level: number): Image {
  const image = createImage({ width, height, channels, type: 'u8' });
  image.data.fill(level);
  return image;
}

it('cuts corners off where they are farther from the arc than the radius', () => {
  const [width, height, radius] = [40, 30, 12];
  const image = plain(width, height, 1, 7);
  const samples = samplesOf(image, { op: 'roundCorners', radius });
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    const across = Math.max(radius - x, x - (width - radius), 0);
    const down = Math.max(radius - y, y - (height - radius), 0);
    const part = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(across, down)));
    const kept = across > 0 && down > 0 ? part : 1;
    expect(samples[2 * at + 1]).toBe(Math.floor(kept * 255 + 0.5));
  }
});

it('keeps about the area of a circle', () => {
  const samples = samplesOf(plain(200, 200, 1, 0), { op: 'roundCorners', radius: 10_000 });
  const area = samples.reduce((sum, sample) => sum + sample, 0) / 255;
  expect(Math.abs(area - Math.PI * 100 ** 2)).toBeLessThan(5);
});

it('shrinks radii that would overlap in proportion, and takes one for each corner', () => {
  const image = plain(20, 10, 1, 0);
  const alphaAt = (radius: number | number[], x: number, y: number) =>
    samplesOf(image, { op: 'roundCorners', radius })[2 * (20 * y + x) + 1];
  expect(alphaAt([10_000, 0, 0, 0], 0, 0)).toBe(0);
  expect(alphaAt([10_000, 0, 0, 0], 19, 0)).toBe(255);
  expect(alphaAt([0, 3, 0, 0], 19, 0)).toBeLessThan(60);
  expect(alphaAt([0, 0, 3, 0], 19, 9)).toBeLessThan(60);
  expect(alphaAt([0, 0, 0, 3], 0, 9)).toBeLessThan(60);
  expect(alphaAt([0, 0, 0, 3], 0, 0)).toBe(255);
});

it('fills corners with a background, and needs no alpha for one that is opaque', () => {
  const samples = samplesOf(plain(20, 20, 3, 100), { op: 'roundCorners', radius: 10, background: 'ff0000' });
  expect(samples.length).toBe(3 * 400);
  expect(samples.slice(0, 3)).toEqual([255, 0, 0]);
  expect(samples.slice(3 * 210, 3 * 211)).toEqual([100, 100, 100]);
});

it('has a kernel that equals the reference, also where corners overlap', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 31, height: 17 }, 3);
    for (const input of [
      { radius: [3, 40, 20.5, 0], background: '20c0ff80' },
      { radius: [100, 0, 100, 0] },
    ]) {
      const params = roundCorners.params.parse(input);
      const shape = roundCorners.geometry(image, params);
      const [expected, got] = [createImage(shape), createImage(shape)];
      roundCorners.reference(image, params, expected);
      toEnd(roundCorners.kernel(image, params, got));
      expectClose(got, expected, 0, `${layout.type} ${layout.channels}`);
    }
  }
});

it('keeps NaN where nothing is cut off, and counts alpha that is NaN as 0 elsewhere', () => {
  const image: Image = { ...createImage({ width: 4, height: 4, channels: 2, type: 'f32' }) };
  image.data.fill(Number.NaN);
  const samples = samplesOf(image, { op: 'roundCorners', radius: 2 });
  expect(samples.slice(0, 2)).toEqual([0, 0]);
  expect(samples.slice(10, 12)).toEqual([Number.NaN, Number.NaN]);
});
