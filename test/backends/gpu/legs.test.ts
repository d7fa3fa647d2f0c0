import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { psnr } from '../../../scripts/docs/psnr.ts';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { turnUpright } from '../../../src/coders/upright.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { shrunkExtent } from '../../../src/formats/jpeg/geometry.ts';
import { uprightExtent } from '../../../src/formats/orientation.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import type { RecipeInput, Step } from '../../../src/recipe/recipe.ts';
import { CPU_ONLY, openRig, type Rig, recipe } from '../../engine/files.ts';
import { openWitness } from '../../support/jpeg-decode.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

/** Soft colours with some detail, as photos have them. */
async function photo(width: number, height: number, channels: 1 | 3 = 3): Promise<Sharp> {
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
    data[at] = 128 + 90 * Math.sin(x / 17 + (at % channels)) * Math.cos(y / 11) + 30 * Math.sin(x * y);
  }
  return sharp(data, { raw: { width, height, channels } });
}

/** The file with an EXIF segment that says how it is turned, and without the profile that sharp would add. */
function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const payload = [...Buffer.from('Exif\0\0', 'latin1'), ...tiff];
  const segment = Buffer.from([0xff, 0xe1, 0, payload.length + 2, ...payload]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

const PNG = { format: 'png' } as const;

const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

/** Whether samples are as many, and within resize's tolerance. */
function isNearly(got: Uint8Array, wanted: Uint8Array): boolean {
  const near = (level: number, at: number) => Math.abs(level - (wanted[at] as number)) <= 1;
  return got.length === wanted.length && got.every(near);
}

describeGpu('JPEGs from and to the GPU', () => {
  let gpu: Rig;
  let cpu: Rig;
  let plain: Buffer;

  beforeAll(async () => {
    gpu = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu' });
    cpu = await openRig({ ...CPU_ONLY, jpeg: 'cpu' });
    plain = await (await photo(203, 117)).jpeg({ quality: 90 }).toBuffer();
  });

  afterAll(async () => {
    await gpu.close();
    await cpu.close();
  });

  /** Runs a recipe on both, and checks that the pictures are the same and who coded them. */
  async function compare(bytes: Uint8Array, input: RecipeInput, codec: string): Promise<void> {
    const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(bytes, recipe(input))));
    expect(ours?.codec).toBe(codec);
    expect(ours?.shape).toEqual(theirs?.shape);
    expect(await pixels(ours?.data as Uint8Array)).toEqual(await pixels(theirs?.data as Uint8Array));
  }

  it('are decoded and encoded there, with the pixels that the CPU gives', async () => {
    await compare(plain, {}, 'jpeg-gpu, jpeg-gpu');
    await compare(plain, { steps: [{ op: 'negate' }] }, 'jpeg-gpu, jpeg-gpu');
    await compare(
      plain,
      { steps: [{ op: 'greyscale' }], output: { format: 'jpeg', quality: 60 } },
      'jpeg-gpu, jpeg-gpu',
    );
    await compare(plain, { output: { format: 'jpeg', chromaSubsampling: '4:4:4' } }, 'jpeg-gpu, jpeg-gpu');
  });

  it.each([true, false])('become the file that libjpeg writes, optimiseCoding %s', async (optimiseCoding) => {
    const coding = { quality: 85, optimiseCoding };
    const [width, height] = [203, 117];
    for (const channels of [1, 3] as const) {
      const image = noise({ width, height, channels, type: 'u8' });
      const asked = recipe({ output: { format: 'jpeg', ...coding } });
      const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(image, asked)));
      expect(ours?.codec).toBe('none, jpeg-gpu');
      expect(theirs?.codec).toBe('none, jpeg-cpu');
      const raw = { width, height, channels };
      const wanted = await sharp(image.data as Uint8Array, { raw })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .jpeg(coding)
        .toBuffer();
      expect(Buffer.from(ours?.data as Uint8Array)).toEqual(wanted);
      expect(Buffer.from(theirs?.data as Uint8Array)).toEqual(wanted);
    }
  });

  it('are decoded there for other formats', async () => {
    await compare(plain, { steps: [{ op: 'negate' }], output: { format: 'png' } }, 'jpeg-gpu, png-cpu');
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are turned upright, orientation %i', async (orientation) => {
    const turned = withOrientation(await (await photo(61, 35)).jpeg({ quality: 95 }).toBuffer(), orientation);
    await compare(turned, { output: { format: 'png' } }, 'jpeg-gpu, png-cpu');
  });

  it.each([
    [2, 1, 60],
    [2, 8, 30],
    [4, 1, 30],
    [4, 6, 18],
    [8, 3, 15],
    [8, 5, 9],
  ] as const)(
    'are decoded at 1/%i of their sides, orientation %i, to %i columns',
    async (shrink, orientation, width) => {
      const stored = { width: 203, height: 117 };
      const turned = withOrientation(plain, orientation);
      const witness = openWitness();
      const data = new Uint8Array(await witness.decode(plain, shrink));
      witness.close();
      const extent = shrunkExtent(stored, shrink);
      const small = await turnUpright(
        { ...extent, channels: 3, type: 'u8', space: 'srgb', data },
        orientation,
      );
      const asked = recipe({ steps: [{ op: 'resize', width }, { op: 'negate' }], output: { format: 'png' } });
      const [resize, ...rest] = asked.steps as [Step, ...Step[]];
      const original = uprightExtent(stored, orientation);
      const left = resize.op.afterShrinking?.(resize.params, { original, shrink }) as Step;
      const expected = await new CpuBackend().process(
        makePlan([left, ...rest], small, DEFAULT_LIMITS),
        small,
      );
      const { codec, shape, data: file } = await gpu.run(turned, asked);
      expect(codec).toBe('jpeg-gpu, png-cpu');
      const { data: wanted, ...image } = expected.image;
      expect(shape).toMatchObject({ width: image.width, height: image.height });
      const got = await pixels(file as Uint8Array);
      expect(got.length).toBe(wanted.length);
      expect(got.every((level, at) => Math.abs(level - (wanted[at] as number)) <= 1)).toBe(true);
      expected.release();
    },
  );

  it.each(['negate,resize_50', 'resize_50_fastShrinkOnLoad=false', 'resize_102'])(
    'are decoded whole by %s',
    async (text) => {
      const steps = parseOps(text).steps as never;
      const [ours, theirs] = await Promise.all(
        [gpu, cpu].map((engine) => engine.run(plain, recipe({ steps, output: PNG }))),
      );
      const [got, wanted] = await Promise.all([ours, theirs].map((made) => pixels(made?.data as Uint8Array)));
      expect(isNearly(got as Buffer, wanted as Buffer)).toBe(true);
    },
  );

  it('are left to the CPU where the GPU cannot read or write them', async () => {
    const progressive = await (await photo(80, 50)).jpeg({ progressive: true }).toBuffer();
    await compare(progressive, { output: { format: 'png' } }, 'jpeg-cpu, png-cpu');
    await compare(plain, { output: { format: 'jpeg', progressive: true } }, 'jpeg-gpu, jpeg-cpu');
    await compare(
      plain,
      { steps: [{ op: 'ensureAlpha', alpha: 0.5 }], output: { format: 'jpeg' } },
      'jpeg-gpu, jpeg-cpu',
    );
  });

  it('that are flat are proved or decoded elsewhere: the pixels are the same', async () => {
    const flat = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'white' } })
      .jpeg()
      .toBuffer();
    const [ours, theirs] = await Promise.all(
      [gpu, cpu].map((engine) => engine.run(flat, recipe({ output: { format: 'png' } }))),
    );
    expect(psnr(await pixels(ours?.data as Uint8Array), await pixels(theirs?.data as Uint8Array))).toBe(
      Infinity,
    );
  });

  it('whose tables are refused there are left to libjpeg, which has the last word', async () => {
    // A Huffman table that nothing uses, in a slot that there is not in baseline files.
    const table = Buffer.from([0xff, 0xc4, 0, 20, 0x1f, 1, ...new Array(15).fill(0), 0]);
    const odd = Buffer.concat([plain.subarray(0, 2), table, plain.subarray(2)]);
    const [ours, theirs] = await Promise.all(
      [gpu, cpu].map((engine) =>
        engine.run(odd, recipe({ output: { format: 'png' } })).catch((error) => error.message),
      ),
    );
    expect(ours?.data ?? ours).toEqual(theirs?.data ?? theirs);
  });

  it('that are damaged are refused in the same words', async () => {
    const torn = plain.subarray(0, plain.length >> 1);
    const words = await Promise.all(
      [gpu, cpu].map((engine) => engine.run(torn, recipe({})).catch((error) => error.message)),
    );
    expect(words[0]).toBe(words[1]);
  });
});
