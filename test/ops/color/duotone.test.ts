import { describe, expect, it } from 'vitest';
import { WHITE } from '../../../src/core/pixel.ts';
import { toEncoded, toLinear } from '../../../src/math/srgb.ts';
import { duotone } from '../../../src/ops/color/duotone.ts';
import { noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

describe('duotone', () => {
  it.each([
    ['u8', 1],
    ['u16', 257],
  ] as const)('makes black the dark colour and white the light one, %s', (type, scale) => {
    const ends = row(type, 1, [0, WHITE[type]]);
    expect(samplesOf(ends, { op: 'duotone', dark: '1b1464', light: '#ffd27f' })).toEqual(
      [27, 20, 100, 255, 210, 127].map((level) => level * scale),
    );
  });

  it('is greyscale by luminance with black and white, which are its default', () => {
    const image = noise({ width: 64, height: 64, channels: 3, type: 'u8' });
    const gray = samplesOf(image, { op: 'greyscale', method: 'luminance' });
    expect(samplesOf(image, { op: 'duotone' })).toEqual(gray.flatMap((v) => [v, v, v]));
  });

  it('mixes linear light by luminance', () => {
    // Pure green has a luminance of 0.7152.
    const [red, green, blue] = samplesOf(row('f32', 3, [0, 1, 0]), {
      op: 'duotone',
      dark: [255, 0, 51],
      light: [0, 255, 51],
    });
    expect(red).toBeCloseTo(toEncoded(1 - 0.7152), 6);
    expect(green).toBeCloseTo(toEncoded(0.7152), 6);
    expect(blue).toBeCloseTo(0.2, 6);
  });

  it('colours gray pictures and leaves alpha alone, whatever that of the colours', () => {
    const params = { op: 'duotone' as const, dark: '00ff0080', light: [255, 0, 0, 0] };
    const rgb = samplesOf(row('u8', 3, [100, 100, 100]), params);
    expect(samplesOf(row('u8', 1, [100]), params)).toEqual(rgb);
    expect(samplesOf(row('u8', 2, [100, 7]), params)).toEqual([...rgb, 7]);
    expect(samplesOf(row('u8', 4, [100, 100, 100, 9]), params)).toEqual([...rgb, 9]);
  });

  it('goes on along the line for floats beyond white', () => {
    const [red, green] = samplesOf(row('f32', 1, [toEncoded(2)]), {
      op: 'duotone',
      dark: 'red',
      light: 'lime',
    });
    expect(toLinear(red as number)).toBeCloseTo(-1, 5);
    expect(toLinear(green as number)).toBeCloseTo(2, 5);
  });

  it('is the same by tables, to 2e-6 of white', () => {
    const image = noise({ width: 256, height: 256, channels: 4, type: 'u16' });
    const exact = Float64Array.from(image.data);
    const tabled = exact.slice();
    const params = duotone.params.parse({ dark: '1b1464', light: 'ffd27f' });
    duotone.map(params, image)(exact);
    duotone.cpu?.colors?.(params, image)(tabled);
    const worst = exact.reduce((most, v, at) => Math.max(most, Math.abs(v - (tabled[at] as number))), 0);
    expect(worst / WHITE.u16).toBeLessThan(2e-6);
  });
});
