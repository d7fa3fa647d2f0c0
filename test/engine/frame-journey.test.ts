import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPauses } from '../../src/coders/pauses.ts';
import { encodeAnimatedPng } from '../../src/coders/png/animation.ts';
import { writeTiff } from '../../src/coders/tiff/writer.ts';
import { createImage, type Image, type Picture } from '../../src/core/image.ts';
import { animate, movingSquare, readAnimation as read, readFrames, toRgba } from '../support/animations.ts';
import { planSteps, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { openRig, type Rig, recipe } from './files.ts';

const timing = { delays: [100, 50, 200, 70], loop: 3 };
const frames = movingSquare(4);

describe('frames', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({ backends: ['cpu', 'sharp'] });
  });
  afterAll(() => rig.close());

  it('are trimmed by one rectangle, and the steps behind it go on', async () => {
    const flat = movingSquare(4).map((image): Image => {
      const data = image.data.map(
        (_, at) => ((image.data[at - (at % 3)] as number) === 240 ? image.data[at] : 9) as number,
      );
      return { ...image, data: data as Uint8Array };
    });
    const file = await animate('webp', flat, timing);
    const invert = { op: 'linear', a: -1, b: 255 } as const;
    const steps = [invert, { op: 'trim', lineArt: true }, invert] as const;
    const answer = await rig.run(file, recipe({ steps, output: { format: 'webp', lossless: true } }));
    const found = await readFrames(answer.data);
    expect(answer.way.replaceAll(/; sharp-threads=\d+/g, '')).toMatch(
      /^sharp\(decode\) > cpu\(linear\) \| settle\(trim\) \| cpu\(extract,linear\) \| sharp\(encode\);/,
    );
    expect([found.frames[0]?.width, found.frames[0]?.height]).toEqual([4 * 3 + 6, 7]);
    const cut = [{ op: 'extract', left: 3, top: 5, width: 18, height: 7 }] as const;
    for (const [index, frame] of found.frames.entries()) {
      const input = flat[index] as Image;
      expectClose(frame, toRgba(runReference(planSteps(cut, input), input)), 0, `frame ${index}`);
    }
  });

  it('go in blocks through the same way, which is told once', async () => {
    // 12 MB a frame, so that five are in a block.
    const shape = { width: 2000, height: 2000, channels: 3, type: 'u8' } as const;
    const large = Array.from({ length: 7 }, (_, index): Image => {
      const image = createImage(shape);
      image.data.fill(10 + index);
      image.data.fill(200, 12_000 * index, 12_000 * index + 6_000 * 40);
      return image;
    });
    const times = { delays: [20, 30, 40, 50, 60, 70, 80], loop: 0 };
    const files = {
      tiff: await animate('tiff', large, times),
      png: await encodeAnimatedPng({ frames: large as unknown as Picture['frames'], ...times }),
    };
    const steps = [{ op: 'linear', a: 1, b: 5 }] as const;
    for (const [who, file] of Object.entries(files)) {
      const { data, frames: count, way } = await rig.run(file, recipe({ steps, output: { format: 'png' } }));
      expect(count).toEqual({ sent: 7, of: 7 });
      expect(way.replaceAll(/; sharp-threads=\d+/g, '')).toMatch(
        new RegExp(`^${who}\\(decode\\) > cpu\\(linear\\) \\| png\\(encode\\); costs`),
      );
      const found = await read(data, 'png');
      for (const [index, { data: samples }] of found.frames.entries()) {
        const expected = (large[index] as Image).data.map((sample) => sample + 5);
        expect(
          Buffer.from(samples.buffer, samples.byteOffset, samples.length).equals(expected as Uint8Array),
          `frame ${index}`,
        ).toBe(true);
      }
    }
  });

  it('are resized alike, also when the last block would hold a single one', async () => {
    // 22.5 MB a frame: two would be in the first block, one in the last, which libvips could resize as it decodes.
    const shape = { width: 3000, height: 2500, channels: 3, type: 'u8' } as const;
    const large = [10, 90, 10].map((level): Image => {
      const image = createImage(shape);
      image.data.fill(level);
      return image;
    });
    const file = await animate('webp', large, { delays: [20, 30, 40], loop: 0 });
    const asked = recipe({ steps: [{ op: 'resize', width: 300 }], output: { format: 'png' } });
    const { way, frames: count } = await rig.run(file, asked);
    expect(count).toEqual({ sent: 3, of: 3 });
    expect(way.split(' | ')).toHaveLength(2);
  });

  it('of any depth are pages of a TIFF', async () => {
    const file = await animate('tiff', frames, timing);
    for (const type of ['u16', 'f32'] as const) {
      const cast = [{ op: 'cast', type }] as const;
      const answer = await rig.run(file, recipe({ steps: cast, output: { format: 'tiff' } }));
      expect(answer.shape.type).toBe(type);
      for (const [index, frame] of frames.entries()) {
        const page = await rig.pixels(answer.data, recipe({ input: { page: index } }));
        expectClose(page, runReference(planSteps(cast, frame), frame), 0, `page ${index}`);
      }
      const back = await rig.run(answer.data, recipe({ output: { format: 'png' } }));
      expect(back.frames).toEqual({ sent: 4, of: 4 });
    }
  });

  it('that differ in shape are had one by one', async () => {
    const pages = [frames[0] as Image, ...movingSquare(1, 3, 12, 9), ...movingSquare(1, 1, 30, 20)];
    const page = ({ width, height, channels, data }: Image) => ({
      ...{ width, height, samples: data, count: channels },
      photometric: channels < 3 ? 1 : 2,
    });
    const file = await withPauses(writeTiff(...pages.map(page)));
    expect((await rig.run(file, recipe({}))).frames).toEqual({ sent: 1, of: 3 });
    for (const [index, expected] of pages.entries()) {
      const found = await rig.pixels(file, recipe({ input: { page: index } }));
      expectClose(found, expected, 0, `page ${index}`);
    }
    await expect(rig.run(file, recipe({ input: { pages: -1 } }))).rejects.toMatchObject({
      code: 'cannot-process',
    });
  });
});
