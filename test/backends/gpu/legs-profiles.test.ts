import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LUMA } from '../../../src/math/srgb.ts';
import { CPU_ONLY, openRig, type Rig, recipe } from '../../engine/files.ts';
import {
  forgeInkProfile,
  forgeProfile,
  gamma,
  labOfInks,
  PRIMARIES,
  part,
  partsOf,
  withSegments,
} from '../../formats/profiles.ts';
import { dice, forgeJpeg } from '../../support/jpeg-forge.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { describeGpu } from '../../support/vulkan.ts';

const pixels = (file?: Uint8Array) => sharp(file).raw().toBuffer();

describeGpu('JPEGs with a profile', () => {
  let gpu: Rig;
  let cpu: Rig;
  let plain: Buffer;
  const gray = recipe({ steps: [{ op: 'greyscale' }], output: { format: 'png' } });

  beforeAll(async () => {
    gpu = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu' });
    cpu = await openRig({ ...CPU_ONLY, jpeg: 'cpu' });
    const [width, height] = [97, 61];
    const data = new Uint8Array(width * height * 3).map((_, at) => 128 + 120 * Math.sin(at / 13 + (at % 3)));
    plain = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer();
  });

  afterAll(async () => {
    await gpu.close();
    await cpu.close();
  });

  it('of sRGB are decoded by the GPU, and their grays are the luma of the samples as they are stored', async () => {
    const profiled = withSegments(plain, ...partsOf(forgeProfile(), 2));
    const stored = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    for (const [engine, codec] of [
      [gpu, 'jpeg-gpu, png-cpu'],
      [cpu, 'jpeg-cpu, png-cpu'],
    ] as const) {
      const made = await engine.run(profiled, gray);
      expect(made.codec).toBe(codec);
      const { hasProfile } = await sharp(made.data).metadata();
      expect(hasProfile).toBe(false);
      const levels = await sharp(made.data).toColourspace('b-w').raw().toBuffer();
      let most = 0;
      levels.forEach((level, at) => {
        const luma = LUMA.rec601.reduce(
          (sum, weight, color) => sum + weight * (stored[3 * at + color] ?? 0),
          0,
        );
        most = Math.max(most, Math.abs(level - luma));
      });
      expect(most).toBeLessThanOrEqual(0.5);
    }
  });

  it('of sRGB become JPEGs without one, on the GPU as on the CPU', async () => {
    const profiled = withSegments(plain, part(1, 1, forgeProfile()));
    const made = await gpu.run(profiled, recipe({ steps: [{ op: 'negate' }] }));
    expect(made.codec).toBe('jpeg-gpu, jpeg-gpu');
    expect((await sharp(made.data).metadata()).hasProfile).toBe(false);
    expect(Buffer.from(made.data)).toEqual(
      Buffer.from((await gpu.run(plain, recipe({ steps: [{ op: 'negate' }] }))).data),
    );
  });

  it('that is kept stay as they are stored, on the GPU as on the CPU', async () => {
    const file = withSegments(plain, part(1, 1, forgeProfile({ primaries: PRIMARIES.p3 })));
    const kept = recipe({ output: { format: 'png', keep: 'icc' } });
    const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    for (const [engine, codec] of [
      [gpu, 'jpeg-gpu, png-cpu'],
      [cpu, 'jpeg-cpu, png-cpu'],
    ] as const) {
      const made = await engine.run(file, kept);
      expect(made.codec).toBe(codec);
      expect((await sharp(made.data).metadata()).icc).toEqual((await sharp(file).metadata()).icc);
      const levels = await sharp(made.data, { ignoreIcc: true }).raw().toBuffer();
      expect(Math.max(...levels.map((level, at) => Math.abs(level - (stored[at] as number))))).toBeLessThan(
        2,
      );
    }
  });

  it('of other primaries are decoded by the GPU, with the colours that the CPU gives', async () => {
    const file = withSegments(plain, part(1, 1, forgeProfile({ primaries: PRIMARIES.p3 })));
    const asked = recipe({ output: { format: 'png' } });
    const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(file, asked)));
    expect(ours?.codec).toBe('jpeg-gpu, png-cpu');
    const wanted = await pixels(theirs?.data);
    const off = (await pixels(ours?.data)).map((level, at) => Math.abs(level - (wanted[at] as number)));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
    expect(off.filter((levels) => levels > 0).length / off.length).toBeLessThan(0.05);
    const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    expect(wanted.filter((level, at) => Math.abs(level - (stored[at] as number)) > 5).length).toBeGreaterThan(
      500,
    );
  });

  it('of no colours that can be told are left to the CPU', async () => {
    const lacking = partsOf(forgeProfile(), 2).slice(0, 1);
    const tables = part(1, 1, forgeProfile({ elements: { A2B0: new Uint8Array(100) } }));
    for (const segments of [[tables], lacking]) {
      const file = withSegments(plain, ...segments);
      const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(file, gray)));
      expect(ours?.codec).toBe('jpeg-cpu, png-cpu');
      expect(ours?.data).toEqual(theirs?.data);
    }
  });

  it('with damaged profiles give the same picture by either way', async () => {
    const seed = Number(process.env.NOIR_FUZZ_SEED ?? 20_261_120);
    const random = dice(seed);
    const profiles = [
      forgeInkProfile({ lab: labOfInks, nodes: 2 }),
      forgeProfile({ primaries: PRIMARIES.p3 }),
      forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(2.2)] }),
    ];
    for (let round = 0; round < 60; round++) {
      const sampling = round % 4 === 0 ? SAMPLINGS.inks : SAMPLINGS['4:4:4'];
      const profile = Buffer.from(profiles[round % 4 === 0 ? 0 : random(3)] as Uint8Array);
      for (let left = 1 + random(3); left > 0; left--) profile[random(profile.length)] = random(256);
      const file = withSegments(forgeJpeg({ width: 60, height: 40, sampling }), ...partsOf(profile, 1));
      const asked = recipe({ output: { format: 'png' } });
      const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(file, asked)));
      const [got, wanted] = await Promise.all([ours, theirs].map((made) => pixels(made?.data)));
      const most = got?.reduce((far, level, at) => Math.max(far, Math.abs(level - (wanted?.[at] ?? 0))), 0);
      expect(most, `round ${round} of seed ${seed}`).toBeLessThanOrEqual(1);
    }
  });
});
