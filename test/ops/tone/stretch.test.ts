import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { isWork, toEnd } from '../../../src/core/turns.ts';
import { stretch } from '../../../src/ops/tone/stretch.ts';
import { planSteps } from '../../support/chains.ts';
import { stepOn } from '../../support/others.ts';
import { noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

/** What `stretch` becomes for a picture, and what that makes of it. */
function stretched(image: Image, options: object): { settled: unknown; data: number[] } {
  const { op, params } = stepOn(stretch as never, stretch.params.parse(options), image);
  const output = createImage(op.geometry(image, params, []));
  op.reference(image, params, output, []);
  return { settled: params, data: [...output.data] };
}

describe('stretch', () => {
  it('is a straight line from any range of floats to 0 and 1', () => {
    const image = row('f32', 1, [-2000, 0, 500, 3000, Number.NaN, Infinity]);
    const step = { op: 'stretch', lower: -2000, upper: 3000 } as const;
    expect(samplesOf(image, step).map((sample) => Math.fround(sample))).toEqual(
      [0, 0.4, 0.5, 1, Number.NaN, Infinity].map(Math.fround),
    );
  });

  it('keeps floats beyond the range, and cuts integers off', () => {
    expect(samplesOf(row('f32', 1, [0, 2, 6]), { op: 'stretch', lower: 1, upper: 3 })).toEqual([
      -0.5, 0.5, 2.5,
    ]);
    const camera = row('u16', 1, [50, 100, 2147, 4195, 5000]);
    expect(samplesOf(camera, { op: 'stretch', lower: 100, upper: 4195 })).toEqual([
      0, 0, 32759, 65535, 65535,
    ]);
  });

  it('takes levels for each channel, and leaves alpha alone', () => {
    const image = row('f32', 4, [1, 2, 3, 0.25]);
    const step = { op: 'stretch' as const, lower: [0, 1, 2], upper: [2, 5, 3] };
    expect(samplesOf(image, step)).toEqual([0.5, 0.25, 1, 0.25]);
    expect(() => planSteps([step], row('f32', 1, [1]))).toThrow('step 1, lower');
  });

  it('takes the percentiles of all frames together', () => {
    const frames = [row('u16', 1, [10, 20, 30]), row('u16', 1, [100, 200, 1000])] as const;
    const found = stretch.settle?.(stretch.params.parse({}))?.(...frames);
    expect(isWork(found) && toEnd(found)).toMatchObject({ params: { lower: 10, upper: 1000 } });
  });

  it('finds percentiles as NumPy does, of all channels or of each', () => {
    // numpy.percentile([1, 2, 3, 4, 10, 20, 30, 40], [10, 90]) is [1.7, 33.], of each three: see below.
    const gray = row('f32', 1, [40, 1, 3, Number.NaN, 2, 4, 30, 10, 20]);
    const { settled } = stretched(gray, { lower: '10%', upper: '90%' });
    expect(settled).toEqual({
      lower: expect.closeTo(1.7, 12),
      upper: expect.closeTo(33, 12),
      channels: 'all',
    });
    const colors = row('f32', 3, [0, 10, -5, 1, 20, 5, 4, 30, 1e30]);
    const each = stretched(colors, { lower: '25p', channels: 'each' }).settled;
    expect(each).toEqual({ lower: [0.5, 15, 0], upper: [4, 30, Math.fround(1e30)], channels: 'each' });
  });

  it('finds the same ranks as sorting, in every pixel type', () => {
    for (const type of ['u8', 'u16', 'f32'] as const) {
      const image = noise({ width: 37, height: 23, channels: 1, type });
      if (type === 'f32')
        image.data.forEach((sample, at) => {
          image.data[at] = (sample - 0.5) * 10 ** (at % 9);
        });
      const sorted = [...image.data].sort((a, b) => a - b);
      const { settled } = stretched(image, { lower: '50%', upper: '100%' });
      expect(settled).toEqual({ lower: sorted[425], upper: sorted[850], channels: 'all' });
    }
  });

  it('makes 0 of a picture without a range or without a number', () => {
    expect(stretched(row('f32', 1, [7, 7, 7]), {}).data).toEqual([0, 0, 0]);
    expect(stretched(row('f32', 1, [Number.NaN]), {}).data).toEqual([Number.NaN]);
  });

  it('refuses a range that is upside down, and percentages above 100', () => {
    const image = row('u8', 1, [1]);
    for (const options of [
      { lower: 9, upper: 3 },
      { lower: '60%', upper: '60p' },
    ]) {
      expect(() => planSteps([{ op: 'stretch', ...options }], image)).toThrow('step 1, lower');
    }
    expect(stretch.params.safeParse({ upper: '101%' }).success).toBe(false);
    expect(stretch.params.parse({ lower: '02.50p' })).toEqual({
      lower: '2.5%',
      upper: '100%',
      channels: 'all',
    });
  });

  it('lets go between rows while it looks for percentiles', () => {
    const work = stretch.settle?.(stretch.params.parse({}))?.(
      noise({ width: 600, height: 300, channels: 3, type: 'f32' }),
    );
    let turns = 0;
    while (isWork(work) && !work.next().done) turns++;
    expect(turns).toBeGreaterThan(5);
  });
});
