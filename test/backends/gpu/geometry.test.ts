import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage, type Image, type Shape } from '../../../src/core/image.ts';
import { SAMPLE_BYTES } from '../../../src/core/pixel.ts';
import { cutBands } from '../../../src/plan/bands.ts';
import type { Plan, PlannedPass } from '../../../src/plan/plan.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { executedLayouts, noise, random } from '../../support/pictures.ts';
import { describeGpu, slowDriver } from '../../support/vulkan.ts';

const FLIP = { op: 'flip' } as StepInput;
const FLOP = { op: 'flop' } as StepInput;
const UPRIGHT = { op: 'autoOrient' } as StepInput;

const CHAINS = slowDriver ? 6 : 60;

type Pick = (most: number) => number;

/** A whole number below another, again and again. */
function picker(seed: number): Pick {
  const next = random(seed);
  return (below) => Math.floor(next() * below);
}

/** An op that moves pixels, and fits a picture of that extent, which becomes that of its result. */
function randomMove(pick: Pick, extent: { width: number; height: number }): StepInput {
  const { width, height } = extent;
  const kinds: (() => StepInput)[] = [
    () => FLIP,
    () => FLOP,
    () => UPRIGHT,
    () => {
      const angle = 90 * (pick(9) - 4);
      if (angle % 180 !== 0) Object.assign(extent, { width: height, height: width });
      return { op: 'rotate', angle };
    },
    () => {
      const [left, top] = [pick(width), pick(height)];
      Object.assign(extent, { width: 1 + pick(width - left), height: 1 + pick(height - top) });
      return { op: 'extract', left, top, ...extent };
    },
  ];
  return kinds[pick(kinds.length)]?.() as StepInput;
}

function randomExtension(pick: Pick, extent: { width: number; height: number }): StepInput {
  const most = 1 + pick(3) * 15;
  const [top, right, bottom, left] = [pick(most), pick(most), pick(most), pick(most)];
  extent.width += left + right;
  extent.height += top + bottom;
  const extendWith = (['background', 'copy', 'repeat', 'mirror'] as const)[pick(4)] ?? 'background';
  return { op: 'extend', top, right, bottom, left, extendWith };
}

/** Moves and extensions with a point or area op between them now and then, all of them exact. */
function randomChain(pick: Pick, image: Image): StepInput[] {
  const extent = { width: image.width, height: image.height };
  const kinds: (() => StepInput)[] = [
    () => randomMove(pick, extent),
    () => randomMove(pick, extent),
    () => randomMove(pick, extent),
    () => randomExtension(pick, extent),
    () => ({ op: 'negate' }),
    () => ({ op: 'dilate', width: 1 + pick(3) }),
  ];
  return Array.from({ length: 1 + pick(7) }, () => kinds[pick(kinds.length)]?.() as StepInput);
}

function randomPicture(pick: Pick, seed: number): Image {
  const layouts = executedLayouts();
  const layout = layouts[pick(layouts.length)] ?? { type: 'u8', channels: 3 };
  return noise({ ...layout, width: 1 + pick(90), height: 1 + pick(50) }, seed);
}

const describeCase = (seed: number, steps: readonly StepInput[], { width, height, type, channels }: Shape) =>
  `seed ${seed}: ${JSON.stringify(steps)} on ${width}x${height} ${type}x${channels}`;

describe('the bands of a pass that moves pixels', () => {
  /** A picture whose samples are the numbers of their rows, from 1 on; a background is 0. */
  function rowNumbers(width: number, height: number): Image {
    const image = createImage({ width, height, channels: 1, type: 'f32' });
    for (let at = 0; at < image.data.length; at++) image.data[at] = 1 + Math.floor(at / width);
    return image;
  }

  /** Rows of the source that some rows of the result come from. */
  function rowsRead(result: Image, first: number, end: number): number[] {
    const samples = result.data.subarray(first * result.width, end * result.width);
    return [...new Set(samples)].filter((row) => row > 0).map((row) => row - 1);
  }

  it('show every row that the pass reads', () => {
    let cut = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const pick = picker(seed);
      const image = rowNumbers(1 + pick(40), 1 + pick(120));
      const extent = { width: image.width, height: image.height };
      const moves = Array.from({ length: 1 + pick(3) }, () => randomMove(pick, extent));
      const steps = pick(2) === 0 ? moves : [randomExtension(pick, { ...image })];
      const plan = planSteps(steps, image);
      const [pass, ...others] = plan.passes as readonly [PlannedPass];
      expect(others).toEqual([]);
      const limits = { maxStorageBufferBindingSize: 512 + pick(8000), minStorageBufferOffsetAlignment: 32 };
      const bands = cutBands(pass, limits) ?? [];
      if (bands.length > 1) cut++;
      const result = runReference(plan, image);
      const rowBytes = image.width * SAMPLE_BYTES.f32;
      for (const { first, end, source } of bands) {
        for (const row of rowsRead(result, first, end)) {
          const inside =
            source.offset <= row * rowBytes && (row + 1) * rowBytes <= source.offset + source.size;
          if (!inside)
            expect.fail(`row ${row} for rows ${first} to ${end}: ${describeCase(seed, steps, image)}`);
        }
      }
    }
    expect(cut).toBeGreaterThan(200);
  });

  it('see no more than those rows, give or take an alignment, when pixels are only moved', () => {
    const image = rowNumbers(16, 400);
    const part: StepInput = { op: 'extract', left: 3, top: 50, width: 9, height: 300 };
    for (const step of [FLIP, part]) {
      const [pass] = planSteps([step], image).passes as readonly [PlannedPass];
      const bands = cutBands(pass, {
        maxStorageBufferBindingSize: 4096,
        minStorageBufferOffsetAlignment: 256,
      });
      expect(bands?.length).toBeLessThanOrEqual(7);
      for (const { first, end, source } of bands ?? []) {
        expect(source.size).toBeLessThanOrEqual((end - first) * 64 + 256);
      }
    }
  });
});

describeGpu('ops that move pixels', () => {
  let whole: GpuBackend;
  let banded: GpuBackend;

  beforeAll(async () => {
    whole = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    banded = (await GpuBackend.open({ mode: 'software', limits: { bindingBytes: 4096 } })) as GpuBackend;
  });

  afterAll(async () => {
    await whole.close();
    await banded.close();
  });

  async function expectExact(backend: GpuBackend | CpuBackend, plan: Plan, image: Image, what: string) {
    const processed = await backend.process(plan, image);
    expectClose(processed.image, runReference(plan, image), 0, what);
    processed.release();
  }

  it('are exact in chains: fused, one by one, and on the CPU', async () => {
    for (let seed = 0; seed < CHAINS; seed++) {
      const pick = picker(1000 + seed);
      const image = randomPicture(pick, seed);
      const steps = randomChain(pick, image);
      const what = describeCase(seed, steps, image);
      const plan = planSteps(steps, image);
      await expectExact(whole, plan, image, what);
      await expectExact(whole, planSteps(steps, image, { fuse: false }), image, `one by one, ${what}`);
      await expectExact(new CpuBackend(), plan, image, `on the CPU, ${what}`);
    }
  });

  it('give the same bytes in bands', async () => {
    let compared = 0;
    for (let seed = 0; seed < CHAINS; seed++) {
      const pick = picker(2000 + seed);
      const image = randomPicture(pick, seed);
      const steps = randomChain(pick, image);
      const plan = planSteps(steps, image);
      const limits = { maxStorageBufferBindingSize: 4096, minStorageBufferOffsetAlignment: 256 };
      const bands = plan.passes.map((pass) => cutBands(pass, limits)?.length ?? 0);
      if (!banded.supports(plan) || Math.max(...bands) < 2) continue;
      await expectExact(banded, plan, image, describeCase(seed, steps, image));
      compared++;
    }
    expect(compared).toBeGreaterThan(CHAINS / 8);
  });

  it('cut a quarter turn into bands of its result, as long as its source fits', async () => {
    const image = noise({ width: 57, height: 61, channels: 1, type: 'u8' });
    const steps: StepInput[] = [
      { op: 'rotate', angle: 90 },
      { op: 'cast', type: 'u16' },
    ];
    const plan = planSteps(steps, image);
    expect(plan.passes).toHaveLength(1);
    expect(banded.supports(plan)).toBe(true);
    await expectExact(banded, plan, image, 'rotate');
    const larger = noise({ width: 70, height: 70, channels: 1, type: 'u8' });
    expect(banded.supports(planSteps(steps, larger))).toBe(false);
    expect(banded.supports(planSteps([FLIP], larger))).toBe(true);
    // What a part of it needs is less.
    const part: StepInput = { op: 'extract', left: 5, top: 12, width: 60, height: 40 };
    const partly = planSteps([part, ...steps], larger);
    expect(banded.supports(partly)).toBe(true);
    await expectExact(banded, partly, larger, 'extract and rotate');
  });

  it('take point ops on both sides and each other into one dispatch', async () => {
    const image = noise({ width: 131, height: 97, channels: 4, type: 'u8' });
    const steps: StepInput[] = [
      { op: 'negate' },
      { op: 'extract', left: 11, top: 7, width: 101, height: 80 },
      { op: 'cast', type: 'u16' },
      { op: 'rotate', angle: -90 },
      FLOP,
      { op: 'negate', alpha: false },
    ];
    const plan = planSteps(steps, image);
    expect(plan.passes.map(({ stages }) => stages.length)).toEqual([3]);
    await expectExact(whole, plan, image, 'six steps');
  });

  it('keep the bits of every float', async () => {
    const bits = [0x7fc01234, 0xffc12345, 0x80000000, 0x7f800000, 0xff800000, 0x3f800001];
    const image = createImage({ width: 3, height: 2, channels: 1, type: 'f32' });
    new Uint32Array(image.data.buffer).set(bits);
    const steps: StepInput[][] = [
      [FLIP, FLIP],
      [{ op: 'rotate', angle: 180 }],
      [{ op: 'extend', top: 1, right: 1, extendWith: 'mirror' }],
    ];
    for (const chain of steps) {
      const plan = planSteps(chain, image);
      const { image: result, release } = await whole.process(plan, image);
      const { buffer, byteOffset, length } = result.data;
      const expected = runReference(plan, image).data.buffer;
      expect([...new Uint32Array(buffer, byteOffset, length)]).toEqual([...new Uint32Array(expected)]);
      release();
    }
  });
});
