import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { mapPlanes } from '../../../src/kernels/pixels/color-planes.ts';
import { mapColors } from '../../../src/kernels/pixels/colors.ts';
import { modulate } from '../../../src/ops/color/modulate.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';

const parse = (params: object) => modulate.params.parse(params);

it.each([
  ['u8', { saturation: 3 }],
  ['u8', { brightness: 3, saturation: 3, hue: 75 }],
  ['u16', { saturation: 1.3 }],
  ['u16', { saturation: 1.3, brightness: 1.3, lightness: -20 }],
  ['u16', { hue: 30 }],
  ['f32', {}],
  ['f32', { hue: 120, lightness: 20 }],
  ['f32', { saturation: 1.3, brightness: 1.3, lightness: -20 }],
] as const)('changes Lab in 32 bits within the tolerance, %s by %o', (type, params) => {
  const input = noise({ width: 400, height: 400, channels: 3, type });
  for (let at = 0; at < input.data.length; at++) {
    // Below the curve's corner too; and no float beyond white, where 64 bits are left to work.
    const sample = (input.data[at] as number) * (at < 200_000 ? 0.05 : 1);
    input.data[at] = type === 'f32' ? Math.min(1, Math.max(-1, sample)) : sample;
  }
  const [quick, exact] = [createImage(input), createImage(input)];
  const maps = [modulate.cpu?.planes?.(parse(params), input)].filter((map) => map !== undefined);
  expect(maps).toHaveLength(1);
  toEnd(mapPlanes(maps, input, quick, () => expect.fail())(input.data, quick.data, 0, 160_000));
  mapColors(input, exact, modulate.map(parse(params), input));
  expectClose(quick, exact, modulate.tolerance[type], type);
});

it('leaves changes that lose more to 64 bits', () => {
  const shape = { width: 1, height: 1, channels: 3 } as const;
  expect(modulate.cpu?.planes?.(parse({ saturation: 3.1 }), { ...shape, type: 'u8' })).toBeUndefined();
  expect(modulate.cpu?.planes?.(parse({ brightness: 1.4 }), { ...shape, type: 'u16' })).toBeUndefined();
  expect(
    modulate.cpu?.planes?.(parse({ saturation: 1.1, hue: 20 }), { ...shape, type: 'f32' }),
  ).toBeUndefined();
});
