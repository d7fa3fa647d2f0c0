import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { RESAMPLING_FILTERS } from '../../../src/math/resampling-filters.ts';
import { resize } from '../../../src/ops/resize/resize.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

type Options = Omit<Extract<StepInput, { op: 'resize' }>, 'op'>;

const _step = (options: Options): StepInput => ({ op: 'resize', ...options });

it('is the same on the CPU, whichever axis comes first', () => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [90, 20],
      [20, 90],
    ] as const) {
      const image = noise({ ...layout, width, height }, 3);
      for (const [kernel, light] of RESAMPLING_FILTERS.flatMap((name) =>
        (['srgb', 'linear'] as const).map((light) => [name, light] as const),
      )) {
        const params = resize.params.parse({ width: height, height: width, fit: 'fill', kernel, light });
        const [exact, quick] = [
          createImage(resize.geometry(image, params)),
          createImage(resize.geometry(image, params)),
        ];
        resize.reference(image, params, exact);
        toEnd(resize.kernel(image, params, quick));
        expectClose(quick, exact, resize.tolerance[layout.type], `${width}x${height} ${kernel} ${light}`);
      }
    }
  }
});

it.each([
  [2000, 9, 6, 9],
  [9, 2000, 9, 6],
  [900, 40, 300, 80],
  [900, 700, 4, 3],
])('is the same on the CPU from %ix%i to %ix%i', (width, height, goalWidth, goalHeight) => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width, height }, 5);
    const params = resize.params.parse({ width: goalWidth, height: goalHeight, fit: 'fill' });
    const shape = resize.geometry(image, params);
    const [exact, quick] = [createImage(shape), createImage(shape)];
    resize.reference(image, params, exact);
    toEnd(resize.kernel(image, params, quick));
    expectClose(quick, exact, resize.tolerance[layout.type], `${layout.type}x${layout.channels}`);
  }
});

it('is the same on the CPU where a row is made of more rows than are kept', () => {
  for (const channels of [3, 4] as const) {
    const image = noise({ width: 300, height: 5000, channels, type: 'u8' });
    const params = resize.params.parse({ width: 300, height: 2, fit: 'fill', kernel: 'linear' });
    const [exact, quick] = [createImage({ ...image, height: 2 }), createImage({ ...image, height: 2 })];
    resize.reference(image, params, exact);
    toEnd(resize.kernel(image, params, quick));
    expectClose(quick, exact, 1, `${channels} channels`);
  }
});

it('is within 0.1 levels of exact on the CPU for 8 bits, but for the rounding, and keeps constant colours', () => {
  for (const channels of [1, 3] as const) {
    const image = noise({ width: 151, height: 97, channels, type: 'u8' }, 7);
    const floats = createImage({ ...image, type: 'f32' });
    floats.data.set(image.data);
    for (const kernel of RESAMPLING_FILTERS) {
      for (const [width, height] of [
        [40, 33],
        [400, 300],
        [150, 96],
        [151, 20],
      ] as const) {
        const params = resize.params.parse({ width, height, fit: 'fill', kernel });
        const [quick, exact] = [
          createImage({ ...image, width, height }),
          createImage({ ...floats, width, height }),
        ];
        toEnd(resize.kernel(image, params, quick));
        resize.reference(floats, params, exact);
        quick.data.forEach((level, at) => {
          const wanted = Math.max(0, Math.min(255, exact.data[at] as number));
          if (Math.abs(level - wanted) > 0.6)
            throw new Error(`${kernel} ${width}x${height}: ${level}, ${wanted}`);
        });
        const flat = { ...image, data: new Uint8Array(image.data.length).fill(201) };
        toEnd(resize.kernel(flat, params, quick));
        expect(quick.data.every((level) => level === 201)).toBe(true);
      }
    }
  }
});

it('is the same on the CPU where alphas all but cancel each other out, whichever axis comes first', () => {
  for (let seed = 0; seed < 300; seed++) {
    const image = noise({ width: 5, height: 3, channels: 4, type: seed % 2 ? 'u8' : 'u16' }, seed);
    // Opaque beside transparent: kernels with negative weights leave next to nothing in between.
    for (let at = 3; at < image.data.length; at += 4) image.data[at] = (seed * at) % 7 === 0 ? 255 : 3;
    for (const [width, height] of [
      [8, 5],
      [8, 4],
      [3, 7],
    ] as const) {
      const params = resize.params.parse({ width, height, fit: 'fill' });
      const [exact, quick] = [
        createImage({ ...image, width, height }),
        createImage({ ...image, width, height }),
      ];
      resize.reference(image, params, exact);
      toEnd(resize.kernel(image, params, quick));
      expectClose(quick, exact, resize.tolerance[image.type], `${seed}: ${width}x${height}`);
    }
  }
});
