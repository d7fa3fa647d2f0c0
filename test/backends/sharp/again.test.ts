/** Pictures of several outputs that libvips makes of one another. */
import sharpModule from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { psnr } from '../../../scripts/docs/psnr.ts';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import {
  frameOf,
  type HostCarrier,
  hostOf,
  type Leg,
  type LegSource,
  type MadePicture,
  type Stretch,
} from '../../../src/backends/leg.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { noise } from '../../support/pictures.ts';
import { contextFor, openSharpLegs, parsed } from './stretches.ts';

type Resize = Omit<Extract<StepInput, { op: 'resize' }>, 'op'>;

let source: LegSource;
let photo: Image;
beforeAll(async () => {
  ({ source } = await openSharpLegs());
  const { width, height, data } = noise({ width: 800, height: 600, channels: 3, type: 'u8' });
  const soft = sharpModule(data as Uint8Array, { raw: { width, height, channels: 3 } }).blur(1.5);
  photo = {
    ...noise({ width, height, channels: 3, type: 'u8' }),
    data: new Uint8Array(await soft.raw().toBuffer()),
  };
});

function stretchOf(resize: Resize, made: MadePicture[]): Stretch {
  const plan = makePlan(parsed([{ op: 'resize', ...resize }]), photo, DEFAULT_LIMITS);
  const more = { limits: DEFAULT_LIMITS, costs: SHIPPED_COSTS };
  return { input: hostOf(photo), plan, output: undefined, forFiles: true, made, ...more };
}

/** libvips' legs to the picture: from the input, and from a smaller picture if there is one. */
const legsOf = (stretch: Stretch): readonly Leg[] => source.legs(stretch, { starts: [], ends: [] });

async function make(leg: Leg | undefined): Promise<Image> {
  return frameOf((await leg?.run(hostOf(photo), contextFor())) as HostCarrier);
}

/** Decibels between a picture and the exact one. */
async function nearness(image: Image, { plan }: Stretch): Promise<number> {
  const { image: exact } = await new CpuBackend().process(plan, photo);
  return psnr(image.data as Uint8Array, exact.data as Uint8Array);
}

describe('a smaller picture of another output', () => {
  it('gives a nearer result than the input, of which libvips averages blocks', async () => {
    const made: MadePicture[] = [];
    await make(legsOf(stretchOf({ width: 400 }, made))[0]);
    for (const width of [200, 100, 40]) {
      const stretch = stretchOf({ width }, made);
      const legs = legsOf(stretch);
      expect(legs, `${width}`).toHaveLength(2);
      const [direct, again] = [await make(legs[0]), await make(legs[1])];
      expect([again.width, again.height]).toEqual([direct.width, direct.height]);
      const near = await nearness(again, stretch);
      expect(near, `${width}`).toBeGreaterThan(45);
      expect(near, `${width}`).toBeGreaterThan(await nearness(direct, stretch));
      expect((legs[1] as Leg).cost).toBeLessThan((legs[0] as Leg).cost);
    }
  });

  it.each<[string, Resize, Resize]>([
    ['hardly larger', { width: 240 }, { width: 200 }],
    ['smaller', { width: 100 }, { width: 200 }],
    ['cut', { width: 400, height: 400 }, { width: 100 }],
    ['not of the same proportions', { width: 401 }, { width: 100 }],
    ['of another kernel', { width: 400, kernel: 'mitchell' }, { width: 100 }],
    ['in linear light', { width: 400, light: 'linear' }, { width: 100 }],
  ])('is not used when it is %s', async (_, larger, resize) => {
    const made: MadePicture[] = [];
    const { plan } = stretchOf(larger, made);
    const { image } = await new CpuBackend().process(plan, photo);
    made.push({ step: plan.steps[0] as MadePicture['step'], image });
    expect(legsOf(stretchOf(resize, made))).toHaveLength(1);
  });

  it.each<[string, Resize]>([
    ['a part', { width: 100, height: 100 }],
    ['the exact result', { width: 100, fastShrinkOnLoad: false }],
    ['a shrinking without blocks', { width: 210 }],
  ])('is not used for %s', async (_, resize) => {
    const made: MadePicture[] = [];
    await make(legsOf(stretchOf({ width: 400 }, made))[0]);
    expect(made).toHaveLength(1);
    const all = legsOf(stretchOf(resize, made)).length;
    expect(all).toBe(legsOf(stretchOf(resize, [])).length);
  });
});
