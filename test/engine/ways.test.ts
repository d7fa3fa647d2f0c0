import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { psnr } from '../../scripts/docs/psnr.ts';
import type { Backend } from '../../src/backends/backend.ts';
import { hostOf, type Leg, type LegSource, type Stretch } from '../../src/backends/leg.ts';
import { type BackendOptions, openBackends } from '../../src/backends/open.ts';
import { type Coders, openCoders } from '../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { SHIPPED_COSTS } from '../../src/engine/costs/shipped.ts';
import { openSource } from '../../src/engine/inputs.ts';
import { sourceOf } from '../../src/engine/job.ts';
import { routeByCost } from '../../src/engine/router.ts';
import { listWays, type Way } from '../../src/engine/ways.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { parseOps } from '../../src/recipe/grammar.ts';
import { settleOutput } from '../../src/recipe/output.ts';
import type { Recipe, RecipeInput } from '../../src/recipe/recipe.ts';
import { noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';
import { recipe, rigOfParts } from './files.ts';

const router = routeByCost(SHIPPED_COSTS);

/** The recipe; `progressive` behind it says how its PNG is written, so that libvips writes it. */
function asked(text: string): Recipe {
  const ops = text.replace(/,progressive$/, '');
  const { steps, output } = parseOps(ops) as RecipeInput;
  return recipe({ steps, output: { ...output, ...(ops !== text && { progressive: true }) } } as RecipeInput);
}

/** The stretch from a file to the output of a recipe without steps that wait for their picture. */
async function stretchOf(file: Uint8Array, ops: string): Promise<Stretch> {
  const { steps, output } = asked(ops);
  const { carrier, shape, format } = await openSource(sourceOf(file), DEFAULT_LIMITS, DEFAULT_READING);
  return {
    input: carrier,
    plan: makePlan(steps, shape, DEFAULT_LIMITS),
    output: settleOutput(output, format ?? 'png'),
    limits: DEFAULT_LIMITS,
    costs: SHIPPED_COSTS,
  };
}

/** Soft colours, of which each half of the side looks much like the whole. */
async function photo(): Promise<Buffer> {
  const { data } = noise({ width: 40, height: 30, channels: 3, type: 'u8' }, 5);
  const raw = { width: 40, height: 30, channels: 3 } as const;
  const large = sharp(data as Uint8Array, { raw })
    .resize(400, 300)
    .blur(5);
  return large.jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
}

const keysOf = (ways: readonly Way[]) => ways.map(({ key }) => key.replace(/;.*/, ''));

describe('ways of legs', () => {
  const image = noise({ width: 6, height: 4, channels: 3, type: 'u8' });
  const [negate] = recipe({ steps: [{ op: 'negate' }] }).steps;
  const stretch: Stretch = {
    input: hostOf(image),
    plan: makePlan(
      [negate, negate, negate].flatMap((step) => step ?? []),
      image,
      DEFAULT_LIMITS,
    ),
    output: undefined,
    limits: DEFAULT_LIMITS,
    costs: SHIPPED_COSTS,
  };
  /** Offers steps between such places, at such prices. */
  const offering = (name: string, ...spans: readonly (readonly [number, number, number])[]): LegSource => ({
    name,
    traits: { threads: spans.length },
    legs: () =>
      spans.map(
        ([from, to, cost]): Leg => ({
          who: name,
          from: { kind: 'host', done: from },
          to: { kind: 'host', done: to },
          does: stretch.plan.steps.slice(from, to).map(({ op }) => op.name),
          cost,
          run: async (carrier) => carrier,
        }),
      ),
  });

  it('are all that lead from the start to the end, with the sum of their prices, and that of a hand-over', () => {
    const ways = listWays(stretch, [
      offering('a', [0, 3, 5], [0, 1, 1]),
      offering('b', [1, 3, 2.5], [0, 2, 7], [1, 2, 0]),
    ]);
    expect(ways.map(({ key, cost }) => [key, cost])).toEqual([
      ['a(negate,negate,negate); a-threads=2', 5],
      ['a(negate) > b(negate,negate); a-threads=2; b-threads=3', 3.75],
    ]);
  });

  it('have no hand-over that could outweigh a leg which was asked for by name', () => {
    const ways = listWays(stretch, [offering('a', [0, 3, 2.1], [0, 1, 2]), offering('b', [1, 3, 0])]);
    expect(keysOf(router.best(ways))[0]).toBe('a(negate) > b(negate,negate)');
  });

  it('are put in order by price, then by fewer legs, then by place', () => {
    const sources = [
      offering('a', [0, 1, 1], [0, 3, 3], [1, 3, 2]),
      offering('b', [0, 3, 3], [1, 3, 2]),
      offering('c', [0, 3, 2.5]),
    ];
    const best = router.best(listWays(stretch, sources));
    expect(keysOf(best)).toEqual([
      'c(negate,negate,negate)',
      'a(negate,negate,negate)',
      'b(negate,negate,negate)',
      'a(negate) > a(negate,negate)',
      'a(negate) > b(negate,negate)',
    ]);
    expect(router.tableId).toBe(SHIPPED_COSTS.id);
  });

  it('may begin and end where a source would cut', () => {
    const cutting: LegSource = {
      ...offering('a', [1, 2, 1]),
      cuts: () => ({ starts: [2], ends: [1] }),
    };
    let told: unknown;
    const listening: LegSource = {
      name: 'b',
      legs(_, cuts) {
        told = cuts;
        return [];
      },
    };
    expect(listWays(stretch, [cutting, listening])).toEqual([]);
    expect(told).toEqual({ starts: [0, 2], ends: [3, 1] });
  });

  it('are one of no legs where there is nothing to do', () => {
    const nothing = { ...stretch, plan: makePlan([], image, DEFAULT_LIMITS) };
    expect(listWays(nothing, [])).toEqual([{ legs: [], cost: 0, key: 'nothing' }]);
  });
});

interface Opened {
  readonly coders: Coders;
  readonly backends: readonly Backend[];
  readonly sources: readonly LegSource[];
}

async function open(options: BackendOptions): Promise<Opened> {
  const coders = await openCoders('auto');
  return { coders, ...(await openBackends(options, coders)) };
}

/** The way alone: no other legs are offered. */
function only({ legs }: Way, sources: readonly LegSource[]): LegSource[] {
  const idOf = ({ who, from, to, does }: Leg) => JSON.stringify([who, from, to, does]);
  const wanted = new Set(legs.map(idOf));
  return sources.map((source) => ({
    ...source,
    legs: (...given) => source.legs(...given).filter((leg) => wanted.has(idOf(leg))),
  }));
}

/** Fails unless the legs of each way lead to each other, from the input to the output. */
function expectConnected({ input, plan, output }: Stretch, ways: readonly Way[]): void {
  for (const { legs, cost, key } of ways) {
    const places = legs.flatMap(({ from, to }) => [from, to]);
    const start = { kind: input.kind, done: 0 };
    const end = { kind: output ? 'file' : 'host', done: plan.steps.length };
    expect(
      [start, ...places, end].filter((_, at) => at % 2 === 0),
      key,
    ).toEqual([start, ...places, end].filter((_, at) => at % 2 === 1));
    const times = legs.reduce((sum, leg) => sum + leg.cost, 0);
    if (legs.length === 1) expect(cost).toBeCloseTo(times);
    else expect(cost).toBeGreaterThanOrEqual(times);
  }
  expect(new Set(ways.map(({ key }) => key)).size).toBe(ways.length);
}

/** libvips' own resize, and one behind a decoder that shrinks, may be 40 dB from the op's. */
const isNear = ({ legs }: Way) =>
  legs.some(
    ({ who, does }) =>
      does.includes('resize') && (does.includes('decode') || (who === 'sharp' && does.includes('encode'))),
  );

/** Runs each way on its own, and compares its picture with that of the CPU's kernels between two coders. */
async function compareWays({ sources, ...opened }: Opened, file: Buffer, ops: string): Promise<Way[]> {
  const stretch = await stretchOf(file, ops);
  const ways = router.best(listWays(stretch, sources));
  expectConnected(stretch, ways);
  const made = [];
  for (const way of ways) {
    const rig = await rigOfParts({ ...opened, sources: only(way, sources) });
    const { data, way: taken, failedOver } = await rig.run(file, asked(ops));
    expect([taken, failedOver]).toEqual([`${way.key}; costs=${SHIPPED_COSTS.id}`, false]);
    made.push({ way, pixels: await sharp(data).raw().toBuffer() });
  }
  const exact = made.find(({ way }) => /^sharp\(decode\) > cpu\([^)]+\) > \w+\(encode\)/.test(way.key));
  for (const { way, pixels } of made) {
    const wanted = exact?.pixels as Buffer;
    expect(pixels.length, way.key).toBe(wanted.length);
    const worst = pixels.reduce((most, level, at) => Math.max(most, Math.abs(level - (wanted[at] ?? 0))), 0);
    if (isNear(way)) expect(psnr(pixels, wanted), way.key).toBeGreaterThan(40);
    // A level for each step.
    else expect(worst, way.key).toBeLessThanOrEqual(2);
  }
  return ways;
}

describe('ways without a GPU', () => {
  let opened: Opened;
  let file: Buffer;
  beforeAll(async () => {
    opened = await open({ backends: ['gpu', 'cpu', 'sharp'], gpu: 'off', jpeg: 'auto' });
    file = await photo();
  });
  afterAll(() => Promise.all(opened.backends.map((backend) => backend.close())));

  it('lead a thumbnail through libvips from file to file', async () => {
    const stretch = await stretchOf(file, 'resize_100,f_webp');
    const ways = router.best(listWays(stretch, opened.sources));
    expectConnected(stretch, ways);
    expect(keysOf(ways)[0]).toBe('sharp(decode,resize,encode)');
    expect(keysOf(ways).sort()).toEqual([
      'sharp(decode) > cpu(resize) > sharp(encode)',
      'sharp(decode,resize,encode)',
    ]);
  });

  it('do not decode a small picture by itself where libvips does it all', async () => {
    const { data } = noise({ width: 40, height: 30, channels: 3, type: 'u8' }, 5);
    const raw = { width: 40, height: 30, channels: 3 } as const;
    for (const width of [60, 200, 400]) {
      const small = await sharp(data as Uint8Array, { raw })
        .resize(width)
        .jpeg()
        .toBuffer();
      const stretch = await stretchOf(small, `resize_${width / 2},f_jpeg`);
      expect(keysOf(router.best(listWays(stretch, opened.sources)))[0]).toBe('sharp(decode,resize,encode)');
    }
  });

  it('leave libvips out where it does something else', async () => {
    const exact = await stretchOf(file, 'resize_100_fastShrinkOnLoad=false,f_webp');
    expect(keysOf(listWays(exact, opened.sources))).toEqual(['sharp(decode) > cpu(resize) > sharp(encode)']);
    const larger = await stretchOf(file, 'resize_500,f_webp');
    expect(keysOf(listWays(larger, opened.sources))).toEqual(['sharp(decode) > cpu(resize) > sharp(encode)']);
  });

  it('name what decides the bytes', async () => {
    const [way] = listWays(await stretchOf(file, 'f_webp'), opened.sources);
    expect(way?.key).toMatch(/^sharp\(decode,encode\); sharp-threads=\d+$/);
  });

  it.each([
    'resize_100,f_png,progressive',
    'negate,f_png',
    'resize_120,negate,f_png,progressive',
    'flip,resize_90_70_fit=fill,f_png',
    'greyscale,f_png,progressive',
    'resize_150,blur_2,linear_0.8,f_png,progressive',
    'extract_10_10_200_150,negate,clip_20_200,f_png',
  ])('give the same picture: %s', async (ops) => {
    const ways = await compareWays(opened, file, ops);
    expect(ways.length).toBeGreaterThan(1);
  });
});

describeGpu('ways with a GPU', () => {
  let opened: Opened;
  let file: Buffer;
  beforeAll(async () => {
    const options = { backends: ['gpu', 'cpu', 'sharp'], gpu: 'software' } as const;
    opened = await open({ ...options, jpeg: 'gpu', png: 'gpu' });
    file = await photo();
  });
  afterAll(() => Promise.all(opened.backends.map((backend) => backend.close())));

  it.each(['resize_100,f_png', 'negate,f_png', 'resize_100,negate,f_png,progressive'])(
    'give the same picture: %s',
    async (ops) => {
      const who = (await compareWays(opened, file, ops)).flatMap(({ legs }) => legs.map((leg) => leg.who));
      expect([...new Set(who)].sort()).toEqual(expect.arrayContaining(['cpu', 'gpu', 'sharp']));
    },
  );
});
