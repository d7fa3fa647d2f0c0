import { describe, expect, it } from 'vitest';
import type { PointStep } from '../../../src/backends/cpu/forms.ts';
import { preparePoints } from '../../../src/backends/cpu/point-chain.ts';
import { createImage, type Image, pixelCount, sampleCount } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import type { ColorMap } from '../../../src/kernels/pixels/colors.ts';
import { mapColors } from '../../../src/kernels/pixels/colors.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];

/** A picture of few colours, each many times, as photos are; extremes and colours that share low bits too. */
function patches(channels: Channels, width: number, height: number): Image {
  const image = noise({ width, height, channels, type: 'u8' }, 5);
  for (let at = 0; at < image.data.length; at++) {
    const pixel = Math.floor(at / channels);
    if (pixel % 29 !== 0) image.data[at] = [0, 255, 64, 128, 192, 1][(pixel >> 6) % 6] as number;
  }
  return image;
}

function stepOf(colors: ColorMap, input: Image, output: Image, channelwise: boolean): PointStep {
  return { form: { kind: 'colors' }, colors, channelwise, input, output };
}

/** Runs a step in turns of so many pixels, and compares with the map on its own. */
function compare(image: Image, outChannels: Channels, map: ColorMap, channelwise: boolean, turn: number) {
  const [got, expected] = [0, 0].map(() => createImage({ ...image, channels: outChannels })) as [
    Image,
    Image,
  ];
  got.data.fill(77);
  const run = toEnd(preparePoints([stepOf(map, image, got, channelwise)], image, got, sampleCount(image)));
  for (let start = 0; start < pixelCount(image); start += turn) {
    toEnd(run(start, Math.min(pixelCount(image), start + turn)));
  }
  mapColors(image, expected, map);
  expectClose(got, expected, 0, `${image.channels} to ${outChannels} channels`);
}

/** Mixes all four numbers, beyond both ends of the range. */
const mix: ColorMap = (colors) => {
  for (let at = 0; at < colors.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = colors.subarray(at, at + 4);
    colors[at] = 0.9 * red - 0.4 * blue + 0.1 * alpha;
    colors[at + 1] = 1.2 * green + 0.3 * red - 9;
    colors[at + 2] = 255 - blue + 0.25 * green;
    colors[at + 3] = 0.5 * alpha + 0.2 * red;
  }
};

describe('colours that are kept', () => {
  it.each(CHANNELS)('equal those that are worked each time, from %d channels', (channels) => {
    for (const outChannels of CHANNELS) compare(patches(channels, 301, 229), outChannels, mix, false, 50_001);
  });

  it('are given up where hardly any comes again', () => {
    const image = noise({ width: 400, height: 300, channels: 3, type: 'u8' });
    let worked = 0;
    const counted: ColorMap = (colors) => {
      worked += colors.length / 4;
      mix(colors);
    };
    const output = createImage(image);
    const step = stepOf(counted, image, output, false);
    const run = toEnd(preparePoints([step], image, output, sampleCount(image)));
    toEnd(run(0, pixelCount(image)));
    expect(worked).toBeLessThanOrEqual(pixelCount(image));
    compare(image, 3, mix, false, pixelCount(image));
  });

  it('are worked seldom where they come again', () => {
    const image = patches(3, 600, 400);
    let worked = 0;
    const counted: ColorMap = (colors) => {
      worked += colors.length / 4;
      mix(colors);
    };
    const output = createImage(image);
    const step = stepOf(counted, image, output, false);
    toEnd(toEnd(preparePoints([step], image, output, sampleCount(image)))(0, pixelCount(image)));
    expect(worked).toBeLessThan(pixelCount(image) / 5);
  });
});

/** Each channel by itself, all alike or each another. */
const alike: ColorMap = (colors) => {
  for (let at = 0; at < colors.length; at++) colors[at] = 250 - 0.7 * (colors[at] as number);
};
const each: ColorMap = (colors) => {
  for (let at = 0; at < colors.length; at++) colors[at] = (colors[at] as number) * (0.6 + (at % 4) / 7);
};

describe('samples that are looked up', () => {
  it.each(CHANNELS)('equal those of the map, two at once where there are enough: %d channels', (channels) => {
    for (const [width, height] of [
      [1031, 1021],
      [101, 21],
    ] as const) {
      const image = noise({ width, height, channels, type: 'u8' });
      for (const map of [alike, each]) {
        for (const turn of [pixelCount(image), 100_000, 99_999]) compare(image, channels, map, true, turn);
      }
    }
  });

  it('may lie at an odd address', () => {
    const image = noise({ width: 1000, height: 601, channels: 1, type: 'u8' });
    const shifted = { ...image, data: new Uint8Array(image.data.length + 1).subarray(1) };
    shifted.data.set(image.data);
    compare(shifted, 1, alike, true, pixelCount(image));
  });
});
