import sharp, { type ResizeOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { RESAMPLING_FILTERS } from '../../../src/math/resampling-filters.ts';
import { resize } from '../../../src/ops/resize/resize.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise, random } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

type Options = Omit<Extract<StepInput, { op: 'resize' }>, 'op'>;

const step = (options: Options): StepInput => ({ op: 'resize', ...options });

const resized = (image: Image, options: Options): Image =>
  runReference(planSteps([step(options)], image), image);

const POSITIONS = [
  ...['centre', 'center', 'top', 'right top', 'right', 'right bottom', 'bottom', 'left bottom', 'left'],
  ...['left top', 'north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west', 'northwest'],
];

/** What sharp makes of the samples as they are. */
async function bySharp({ data, width, height, channels }: Image, options: Options) {
  const pipeline = sharp(data as Uint8Array, { raw: { width, height, channels } });
  return pipeline
    .resize(options as ResizeOptions)
    .raw()
    .toBuffer({ resolveWithObject: true });
}

describe('small pictures', () => {
  it.each([
    ['linear', { width: 4, height: 1 }, [0, 100], [0, 25, 75, 100]],
    ['linear', { width: 2, height: 1 }, [0, 70, 140, 210], [50, 160]],
    ['nearest', { width: 6, height: 1 }, [1, 2, 3], [1, 1, 2, 2, 3, 3]],
    ['nearest', { width: 2, height: 1 }, [1, 2, 3, 4, 5], [2, 4]],
    ['cubic', { width: 2, height: 1 }, [9, 9], [9, 9]],
  ] as const)('%s to %o', (kernel, sides, from, to) => {
    expect(samplesOf(row('u8', 1, from), step({ ...sides, fit: 'fill', kernel }))).toEqual(to);
    const column = { ...row('u8', 1, from), width: 1, height: from.length };
    const upright = { width: sides.height, height: sides.width };
    expect(samplesOf(column, step({ ...upright, fit: 'fill', kernel }))).toEqual(to);
  });

  it('stay as they are at their own size, whatever the kernel', () => {
    for (const layout of LAYOUTS) {
      const image = noise({ ...layout, width: 7, height: 5 });
      for (const kernel of RESAMPLING_FILTERS) {
        expectClose(resized(image, { width: 7, height: 5, kernel }), image, 0, kernel);
      }
    }
  });

  it('keep a constant colour', () => {
    for (const layout of LAYOUTS) {
      const image = createImage({ ...layout, width: 9, height: 7 });
      image.data.fill(0.4 * WHITE[layout.type]);
      for (const kernel of RESAMPLING_FILTERS) {
        const result = resized(image, { width: 5, height: 23, fit: 'fill', kernel });
        const expected = createImage(result);
        expected.data.fill(image.data[0] as number);
        expectClose(result, expected, layout.type === 'f32' ? 1e-7 : 0, kernel);
      }
    }
  });

  it('weigh colours by their alpha, and make black of what has none', () => {
    const half = row('u8', 4, [200, 100, 50, 255, 0, 255, 255, 0]);
    expect(samplesOf(half, step({ width: 1, height: 1, fit: 'fill' }))).toEqual([200, 100, 50, 128]);
    const clear = row('u8', 2, [90, 0, 80, 0]);
    expect(samplesOf(clear, step({ width: 1, height: 1, fit: 'fill' }))).toEqual([0, 0]);
    expect(samplesOf(clear, step({ width: 2 }))).toEqual([90, 0, 80, 0]);
  });
});

it('needs a width or a height', () => {
  expect(() => planSteps([step({})], row('u8', 1, [1]))).toThrow('step 1, width: expected width, height');
});

describe('linear light', () => {
  const half = { width: 1, height: 1, fit: 'fill', kernel: 'linear' } as const;

  it('mixes black and white to the gray of half the light', () => {
    const pair = row('u8', 3, [0, 0, 0, 255, 255, 255]);
    expect(samplesOf(pair, step(half))).toEqual([128, 128, 128]);
    expect(samplesOf(pair, step({ ...half, light: 'linear' }))).toEqual([188, 188, 188]);
  });

  it('leaves alpha as it is, and colours below black on their side of it', () => {
    const pair = row('u8', 2, [255, 255, 0, 85]);
    expect(samplesOf(pair, step({ ...half, light: 'linear' }))).toEqual([225, 170]);
    const negative = row('f32', 1, [-1, -1]);
    expect(samplesOf(negative, step({ ...half, light: 'linear' }))).toEqual([expect.closeTo(-1, 6)]);
  });

  it('changes nothing where the size stays', () => {
    for (const layout of LAYOUTS) {
      const image = noise({ ...layout, width: 7, height: 5 });
      expectClose(resized(image, { width: '100%', light: 'linear' }), image, 0, 'same size');
      const crop = { width: 3, height: 5, light: 'linear', withoutReduction: true } as const;
      expectClose(resized(image, crop), resized(image, { ...crop, light: 'srgb' }), 0, 'crop');
    }
  });

  it('is not that of the background', () => {
    const options = { width: 3, height: 1, fit: 'contain', background: '808080', light: 'linear' } as const;
    const image = createImage({ width: 2, height: 2, channels: 1, type: 'u8' });
    expect(samplesOf(image, step(options))).toEqual([128, 0, 128]);
  });
});

it('spreads infinities to what is made of them', () => {
  const image = row('f32', 1, [1, 1, 1, 1, Infinity, 1, 1, 1, 1, 1, 1, 1]);
  for (const light of ['srgb', 'linear'] as const) {
    const params = resize.params.parse({ width: 6, height: 1, fit: 'fill', kernel: 'linear', light });
    for (const way of ['reference', 'kernel'] as const) {
      const output = createImage(resize.geometry(image, params));
      toEnd(resize[way](image, params, output));
      expect([...output.data].map((sample) => sample === Infinity)).toEqual([
        false,
        true,
        true,
        false,
        false,
        false,
      ]);
    }
  }
});

it('has channels for the background of contain', () => {
  const channelsOf = (background: string, channels: 1 | 2 | 3 | 4) => {
    const image = createImage({ width: 2, height: 2, channels, type: 'u8' });
    return resized(image, { width: 4, height: 2, fit: 'contain', background }).channels;
  };
  expect([channelsOf('808080', 1), channelsOf('ff0000', 1), channelsOf('80808080', 1)]).toEqual([1, 3, 2]);
  expect([channelsOf('ff0000', 2), channelsOf('ff000080', 3), channelsOf('ff0000', 4)]).toEqual([4, 4, 4]);
});

describe('beside sharp', () => {
  it('gives the same extents', async () => {
    const next = random(5);
    const upTo = (limit: number) => 1 + Math.floor(next() * limit);
    for (let round = 0; round < 500; round++) {
      const image = createImage({ width: upTo(90), height: upTo(90), channels: 1, type: 'u8' });
      const sides = [{ width: upTo(120) }, { height: upTo(120) }, { width: upTo(120), height: upTo(120) }];
      const options: Options = {
        ...(sides[upTo(4) - 1] ?? { width: upTo(9), height: upTo(99) }),
        fit: resize.params.shape.fit.unwrap().options[upTo(5) - 1],
        kernel: RESAMPLING_FILTERS[upTo(RESAMPLING_FILTERS.length) - 1],
        withoutEnlargement: next() < 0.25,
        withoutReduction: next() < 0.25,
      };
      const { info } = await bySharp(image, options);
      const { width, height } = planSteps([step(options)], image).output;
      const what = `${image.width}x${image.height} ${JSON.stringify(options)}`;
      expect(`${width}x${height} from ${what}`).toBe(`${info.width}x${info.height} from ${what}`);
    }
  });

  it('rounds exact halves alike, up or down', async () => {
    const image = createImage({ width: 1600, height: 1200, channels: 1, type: 'u8' });
    const heights: number[] = [];
    for (const width of [14, 22, 418, 766, 1110, 1574, 2202]) {
      const { info } = await bySharp(image, { width });
      expect(planSteps([step({ width })], image).output.height).toBe(info.height);
      heights.push(info.height - 0.75 * width);
    }
    expect(new Set(heights)).toEqual(new Set([-0.5, 0.5]));
  });

  it.each([
    [450, 600, 64],
    [500, 333, 64],
    [612, 816, 64],
    [626, 76, 64],
    [1426, 950, 64],
  ])('takes the extent from all of a JPEG of %ix%i, as sharp does without its loader', async (...sides) => {
    const [width, height, goal] = sides;
    const raw = { width, height, channels: 1 } as const;
    const file = await sharp(new Uint8Array(width * height), { raw })
      .jpeg()
      .toBuffer();
    const extent = async (pipeline: Sharp) => {
      const { info } = await pipeline.resize(goal).raw().toBuffer({ resolveWithObject: true });
      return [info.width, info.height];
    };
    const { output } = planSteps(
      [step({ width: goal })],
      createImage({ width, height, channels: 1, type: 'u8' }),
    );
    // sharp's loader shrinks nothing that is cut first.
    const cut = sharp(file).extract({ left: 0, top: 0, width, height });
    expect([output.width, output.height]).toEqual(await extent(cut));
    expect(await extent(sharp(file))).not.toEqual(await extent(cut));
  });

  it.each(POSITIONS)('cuts off and adds at the same places: %s', async (position) => {
    for (const [width, height] of [
      [24, 9],
      [9, 24],
      [18, 9],
      [9, 18],
    ] as const) {
      const image = noise({ width, height, channels: 3, type: 'u8' });
      const cut = { width: 9, height: 9, position };
      const added = {
        width: 27,
        height: 27,
        fit: 'contain',
        position,
        kernel: 'nearest',
        background: '#1080f0',
      };
      for (const options of [cut, { ...added, withoutEnlargement: true }] as Options[]) {
        const { data } = await bySharp(image, options);
        expect(Buffer.from(resized(image, options).data.buffer).equals(data)).toBe(true);
      }
    }
  });

  it.each([
    { width: 400 },
    { width: 320 },
    { width: 123 },
    { width: 200, height: 200 },
    { width: 500, kernel: 'cubic' },
    { width: 300, kernel: 'mitchell' },
    { width: 160, kernel: 'linear' },
    { width: 400, kernel: 'mks2013' },
    { width: 150, kernel: 'mks2021' },
  ] satisfies Options[])('shrinks a photo alike: %o', async (options) => {
    const file = new URL('../../fixtures/photos/displayp3.jpg', import.meta.url).pathname;
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const photo = createImage({ width: info.width, height: info.height, channels: 3, type: 'u8' });
    photo.data.set(data);
    const expected = (await bySharp(photo, options)).data;
    const got = resized(photo, options).data as Uint8Array;
    const squares = got.reduce((sum, value, at) => sum + (value - (expected[at] as number)) ** 2, 0);
    // 47 dB at 123 columns, whose rows libvips does not centre the same way, to 57 dB; measured.
    expect(10 * Math.log10(255 ** 2 / (squares / got.length))).toBeGreaterThan(45);
  });
});
