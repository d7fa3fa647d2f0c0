/** A step that settles on a picture that the file's reader has made smaller. */
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import { toEnd } from '../../src/core/turns.ts';
import { CONTENTS, contentPoint } from '../../src/kernels/resize/crop-point.ts';
import { openRig, recipe } from './files.ts';

const rig = await openRig({ backends: ['cpu', 'sharp'] });
const cpu = await openRig({ backends: ['cpu'] });
afterAll(async () => {
  await rig.close();
  await cpu.close();
});

/** A plain JPEG with a bright pattern that lies at a part of its width. */
async function jpegWithPattern(at: number): Promise<Buffer> {
  const pattern = Array.from({ length: 3 * 80 * 80 }, (_, index) => (index * 7919) % 251);
  return sharp({ create: { width: 800, height: 400, channels: 3, background: '#405060' } })
    .composite([
      { input: Buffer.from(pattern), raw: { width: 80, height: 80, channels: 3 }, left: at, top: 160 },
    ])
    .jpeg({ quality: 95 })
    .toBuffer();
}

const crop = (position: (typeof CONTENTS)[number], more = {}) =>
  ({ op: 'resize', width: 50, height: 50, position, ...more }) as const;

function cut({ width, channels, data }: Image, left: number): Uint8Array {
  const rows = Array.from({ length: 50 }, (_, y) =>
    data.subarray((y * width + left) * channels).slice(0, 50 * channels),
  );
  return Uint8Array.from(rows.flatMap((row) => [...row]));
}

describe.each(CONTENTS)('a crop of a JPEG by %s', (position) => {
  it('is a part of the whole picture as libvips makes it smaller, found there', async () => {
    for (const at of [40, 360, 700]) {
      const file = await jpegWithPattern(at);
      const made = await rig.samples(file, recipe({ steps: [crop(position)] }));
      const whole = await rig.pixels(file, recipe({ steps: [{ op: 'resize', height: 50 }] }));
      const [x] = toEnd(contentPoint(position, whole, whole, { width: 50, height: 50 }));
      const left = Math.min(50, Math.max(0, Math.round(x * whole.width - 25)));
      expect(made.way).toMatch(/^sharp\(decode,resize\);[^|]* \| settle\(resize\) \| /);
      expect(made.image).toMatchObject({ width: 50, height: 50 });
      expect(made.image.data).toEqual(cut(whole, left));
      // The pattern is in it, and the CPU alone finds it in the same place.
      expect(left).toBeLessThanOrEqual((at + 40) / 8);
      expect(left + 50).toBeGreaterThanOrEqual((at + 40) / 8);
      const alone = await cpu.pixels(file, recipe({ steps: [crop(position)] }));
      const errors = Array.from(alone.data, (level, at) => (level - (made.image.data[at] as number)) ** 2);
      // 40 dB.
      expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(6.5);
    }
  });

  it('is found on the whole picture for an exact result, and where a step comes before', async () => {
    const file = await jpegWithPattern(360);
    const exact = await rig.samples(file, recipe({ steps: [crop(position, { fastShrinkOnLoad: false })] }));
    expect(exact.way).toMatch(/^sharp\(decode\);[^|]* \| settle\(resize\) \| /);
    const behind = await rig.samples(file, recipe({ steps: [{ op: 'median', size: 3 }, crop(position)] }));
    expect(behind.way).toMatch(/cpu\(median\)[^|]* \| settle\(resize\) \| /);
  });
});

it('is not taken where nothing is cut off, and leaves the numbers of later steps as they are', async () => {
  const file = await jpegWithPattern(360);
  const inside = await rig.samples(file, recipe({ steps: [crop('attention', { fit: 'inside' })] }));
  expect(inside.way).not.toContain('settle');
  const extract = { op: 'extract', left: 0, top: 0, width: 50, height: 50 } as const;
  const steps = [crop('attention'), { op: 'trim', threshold: 60 }, extract] as const;
  await expect(rig.run(file, recipe({ steps: [...steps] }))).rejects.toMatchObject({
    code: 'invalid-parameter',
    errors: [{ pointer: '/steps/2/width' }, { pointer: '/steps/2/height' }],
  });
});
