import { describe, expect, it } from 'vitest';
import { WHITE } from '../../../src/core/pixel.ts';
import { toLinear } from '../../../src/math/srgb.ts';
import { temperature } from '../../../src/ops/color/temperature.ts';
import { noise } from '../../support/pictures.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

/** White in XYZ with Y = 1, by the matrix of IEC 61966-2-1, as x and y. */
function chromaticity([red = 0, green = 0, blue = 0]: readonly number[]): [x: number, y: number] {
  const x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  return [x / (x + y + z), y / (x + y + z)];
}

describe('temperature', () => {
  // CIE 15's daylight of 4004 K, 5000 K (D50: 0.3457, 0.3585), 7500 K (D75: 0.2990, 0.3149) and 17316 K.
  it.each([
    [1, 0.3821, 0.3837],
    [(200 - 153.75) / 96, 0.3457, 0.3585],
    [(1e6 / 7504 - 153.75) / 96, 0.299, 0.3149],
    [-1, 0.2571, 0.2646],
  ])('of %d moves white to (%d, %d)', (amount, x, y) => {
    const light = samplesOf(row('f32', 3, [1, 1, 1]), { op: 'temperature', amount }).map(toLinear);
    const [gotX, gotY] = chromaticity(light);
    expect(Math.abs(gotX - x), `x is ${gotX}`).toBeLessThan(5e-4);
    expect(Math.abs(gotY - y), `y is ${gotY}`).toBeLessThan(5e-4);
  });

  it.each([-1, -0.5, 0.3, 1])('of %d keeps the luminance of white', (amount) => {
    const [red = 0, green = 0, blue = 0] = samplesOf(row('f32', 3, [1, 1, 1]), {
      op: 'temperature',
      amount,
    }).map(toLinear);
    expect(0.2126 * red + 0.7152 * green + 0.0722 * blue).toBeCloseTo(1, 3);
  });

  it('changes nothing at 0', () => {
    const image = noise({ width: 64, height: 64, channels: 4, type: 'u16' });
    expect(samplesOf(image, { op: 'temperature' })).toEqual([...image.data]);
  });

  it('gets redder and less blue without a break, through where the formula changes', () => {
    let before = [0, 0, 2];
    for (let step = -200; step <= 200; step++) {
      const now = samplesOf(row('f32', 3, [1, 1, 1]), { op: 'temperature', amount: step / 200 });
      expect(now[0]).toBeGreaterThan(before[0] as number);
      expect(now[2]).toBeLessThan(before[2] as number);
      if (step > -200) expect((now[0] as number) - (before[0] as number)).toBeLessThan(5e-3);
      before = now;
    }
  });

  it('colours gray pictures and leaves alpha alone', () => {
    const rgb = samplesOf(row('u8', 3, [100, 100, 100]), { op: 'temperature', amount: 0.5 });
    expect(samplesOf(row('u8', 1, [100]), { op: 'temperature', amount: 0.5 })).toEqual(rgb);
    expect(samplesOf(row('u8', 2, [100, 7]), { op: 'temperature', amount: 0.5 })).toEqual([...rgb, 7]);
    expect(rgb[0]).toBeGreaterThan(100);
    expect(rgb[2]).toBeLessThan(100);
  });

  it('keeps NaN and infinities in their channels, and signs', () => {
    const [nan, infinite, negative] = samplesOf(row('f32', 3, [Number.NaN, Infinity, -0.5]), {
      op: 'temperature',
      amount: 0.5,
    });
    expect([nan, infinite]).toEqual([Number.NaN, Infinity]);
    expect(negative).toBeLessThan(0);
  });

  it('is the same by tables, on every level of 16 bits', () => {
    const shape = { ...everyLevel('u16'), channels: 3 } as const;
    const exact = Float64Array.from({ length: 4 * 65536 }, (_, at) => at >> 2);
    const tabled = exact.slice();
    const params = temperature.params.parse({ amount: 0.8 });
    temperature.map(params, shape)(exact);
    temperature.cpu?.colors?.(params, shape)(tabled);
    const worst = exact.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (tabled[at] as number))),
      0,
    );
    expect(worst / WHITE.u16).toBeLessThan(2e-6);
  });
});
