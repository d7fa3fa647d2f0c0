import { expect, it } from 'vitest';
import { countLevels } from '../../../../src/playground/page/deep/levels.ts';

it.each([1000, 1024, 997])('counts the columns of a large picture of %i equally often', (width) => {
  const height = 1000;
  const period = 4;
  const data = Uint16Array.from({ length: width * height }, (_, at) =>
    (at % width) % period === 0 ? 0 : 65535,
  );
  const samples = { width, height, channels: 1, type: 'u16', data } as const;
  const [counts] = countLevels(samples, { low: 0, high: 65535 });
  const [dark = 0, bright = 0] = [counts?.[0], counts?.[255]];
  expect(dark + bright).toBeGreaterThanOrEqual((width * height) / 4);
  expect(dark / (dark + bright)).toBeCloseTo(1 / period, 2);
});
