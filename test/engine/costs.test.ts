import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend, BackendName } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import type { Shape } from '../../src/core/image.ts';
import { CAPACITY, Costs } from '../../src/engine/costs.ts';
import { expectTime } from '../../src/engine/expected.ts';
import { planKey } from '../../src/engine/plan-key.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { parseRecipe, type StepInput } from '../../src/recipe/recipe.ts';
import { NO_LIMITS } from '../support/chains.ts';

const LARGE: Shape = { width: 3840, height: 2160, channels: 3, type: 'u8' };
const DEEP: Shape = { ...LARGE, type: 'u16' };
const SMALL: Shape = { width: 64, height: 48, channels: 3, type: 'u8' };
const LINEAR: StepInput[] = [{ op: 'linear', a: 1.2 }];

const planOf = (steps: StepInput[], shape: Shape = LARGE): Plan =>
  makePlan(parseRecipe({ steps }).steps, shape, NO_LIMITS);

const cpu = new CpuBackend();
let sharp: SharpBackend;
beforeAll(async () => {
  sharp = (await SharpBackend.open(cpu)) as SharpBackend;
});

const names = (backends: readonly Backend[]) => backends.map(({ name }) => name);

/** Runs of a plan that took the time, nothing else being under way. */
function learn(costs: Costs, plan: Plan, name: BackendName, milliseconds: number, runs = 30): void {
  for (let run = 0; run < runs; run++) costs.learn(plan, name, milliseconds, true);
}

describe('before anything is known', () => {
  it.each<[BackendName, string, Shape, StepInput[]]>([
    ['sharp', 'negate', LARGE, [{ op: 'negate' }]],
    ['sharp', 'gray by luminance', LARGE, [{ op: 'greyscale', method: 'luminance' }]],
    ['cpu', 'gray by luma', LARGE, [{ op: 'greyscale' }]],
    ['cpu', 'linear', LARGE, LINEAR],
    ['sharp', 'linear of 16 bits', DEEP, LINEAR],
    ['cpu', 'a median of 3', LARGE, [{ op: 'median', size: 3 }]],
    ['cpu', 'a median of 5', LARGE, [{ op: 'median', size: 5 }]],
    ['cpu', 'a median of 5 of 16 bits', DEEP, [{ op: 'median', size: 5 }]],
    ['cpu', 'a small kernel', LARGE, [{ op: 'convolve', width: 3, height: 3, kernel: Array(9).fill(1) }]],
    ['cpu', 'a large kernel', LARGE, [{ op: 'convolve', width: 15, height: 15, kernel: Array(225).fill(1) }]],
    ['cpu', 'an alpha channel that is not there', LARGE, [{ op: 'removeAlpha' }]],
    ['cpu', 'one that is', { ...LARGE, channels: 4 }, [{ op: 'removeAlpha' }]],
    ['cpu', 'what libvips has not', LARGE, [{ op: 'clip' }]],
    ['cpu', 'floats', { ...LARGE, type: 'f32' }, [{ op: 'negate' }]],
    ['cpu', 'tables that are one', LARGE, [{ op: 'negate' }, ...LINEAR, { op: 'gamma' }]],
    ['cpu', 'a kernel and a table', LARGE, [{ op: 'threshold', greyscale: false }, { op: 'clip' }]],
    ['cpu', 'negate of a thumbnail', SMALL, [{ op: 'negate' }]],
  ])('%s is first for %s', (first, _, shape, steps) => {
    for (const able of [
      [cpu, sharp],
      [sharp, cpu],
    ]) {
      expect(new Costs().rank(planOf(steps, shape), able)[0]?.name).toBe(first);
    }
  });

  it('the given order decides where the difference is small', () => {
    const plan = planOf([{ op: 'negate' }], { ...LARGE, width: 2500, height: 2000 });
    expect(names(new Costs().rank(plan, [cpu, sharp]))).toEqual(['cpu', 'sharp']);
    expect(names(new Costs().rank(plan, [sharp, cpu]))).toEqual(['sharp', 'cpu']);
  });

  it('a GPU has to move pixels and to wake', () => {
    const gpu = { name: 'gpu', fast: true } as Backend;
    const first = (steps: StepInput[], shape: Shape) =>
      new Costs().rank(planOf(steps, shape), [gpu, cpu, sharp])[0];
    expect(first([{ op: 'bilateral' }], LARGE)?.name).toBe('gpu');
    expect(first([{ op: 'bilateral' }], { ...SMALL, width: 200, height: 150 })?.name).toBe('gpu');
    expect(first([{ op: 'flip' }], LARGE)?.name).toBe('cpu');
    expect(first(LINEAR, SMALL)?.name).toBe('cpu');
    // 50 MB there and back.
    expect(expectTime(planOf(LINEAR), gpu)).toBeGreaterThan(5);
  });

  it('a software adapter is where it was put, and the others are by their times', () => {
    const software = { name: 'gpu', fast: false } as Backend;
    const plan = planOf([{ op: 'negate' }]);
    expect(names(new Costs().choose(plan, [software, cpu, sharp]))).toEqual(['gpu', 'sharp', 'cpu']);
    expect(names(new Costs().choose(plan, [cpu, software, sharp]))).toEqual(['sharp', 'gpu', 'cpu']);
  });
});

describe('what runs took', () => {
  it('counts for more than what was expected', () => {
    const costs = new Costs();
    learn(costs, planOf(LINEAR), 'cpu', 60);
    learn(costs, planOf(LINEAR), 'sharp', 40);
    expect(names(costs.rank(planOf(LINEAR), [cpu, sharp]))).toEqual(['sharp', 'cpu']);
    expect(names(costs.rank(planOf(LINEAR, DEEP), [cpu, sharp]))).toEqual(['sharp', 'cpu']);
    expect(names(costs.rank(planOf([{ op: 'gamma' }, ...LINEAR]), [cpu, sharp]))).toEqual(['cpu', 'sharp']);
  });

  it('tells of other sizes', () => {
    const costs = new Costs();
    learn(costs, planOf(LINEAR), 'cpu', 60);
    learn(costs, planOf(LINEAR), 'sharp', 40);
    const half = { ...LARGE, width: 1920 };
    expect(names(costs.rank(planOf(LINEAR, half), [cpu, sharp]))).toEqual(['sharp', 'cpu']);
    expect(names(costs.rank(planOf(LINEAR, SMALL), [cpu, sharp]))).toEqual(['cpu', 'sharp']);
  });

  it('moves a backend from its place only where another one is clearly faster', () => {
    const costs = new Costs();
    const plan = planOf(LINEAR);
    const first = () => costs.choose(plan, [cpu, sharp])[0]?.name;
    learn(costs, plan, 'cpu', 10);
    learn(costs, plan, 'sharp', 10);
    // The trials are over.
    for (let run = 0; run < 6; run++) first();
    expect(first()).toBe('cpu');
    learn(costs, plan, 'sharp', 9.2);
    expect(first()).toBe('cpu');
    learn(costs, plan, 'sharp', 8);
    expect(first()).toBe('sharp');
    learn(costs, plan, 'cpu', 7.5);
    expect(first()).toBe('sharp');
    learn(costs, plan, 'cpu', 6.5);
    expect(first()).toBe('cpu');
  });

  it('stays with one backend while times are noisy', () => {
    const costs = new Costs();
    const plan = planOf(LINEAR);
    const firsts = new Set<string | undefined>();
    learn(costs, plan, 'cpu', 10);
    learn(costs, plan, 'sharp', 10.5);
    for (let run = 0; run < 200; run++) {
      const first = costs.choose(plan, [cpu, sharp])[0] as Backend;
      firsts.add(costs.rank(plan, [cpu, sharp])[0]?.name);
      costs.learn(plan, first.name, 10 * (1 + 0.2 * Math.sin(run)), true);
    }
    expect([...firsts]).toEqual(['cpu']);
  });

  it('counts beside other jobs only where it was less than known', () => {
    const costs = new Costs();
    const plan = planOf(LINEAR);
    costs.learn(plan, 'sharp', 1, false);
    expect(costs.size).toBe(0);
    learn(costs, plan, 'cpu', 40);
    learn(costs, plan, 'sharp', 30);
    for (let run = 0; run < 30; run++) costs.learn(plan, 'sharp', 60, false);
    expect(costs.rank(plan, [cpu, sharp])[0]).toBe(sharp);
    for (let run = 0; run < 30; run++) costs.learn(plan, 'cpu', 20, false);
    expect(costs.rank(plan, [cpu, sharp])[0]).toBe(cpu);
  });

  it('is kept for so many kinds of plans, the latest ones', () => {
    const costs = new Costs();
    const kinds = Array.from({ length: CAPACITY + 1 }, (_, kind) =>
      planOf([{ op: 'linear', a: kind % 25, b: Math.floor(kind / 25) }], SMALL),
    );
    for (const plan of kinds) {
      learn(costs, plan, 'cpu', 90, 2);
      learn(costs, plan, 'sharp', 1, 2);
    }
    expect(costs.size).toBe(CAPACITY);
    const [first, second] = kinds as [Plan, Plan];
    expect(costs.rank(first, [cpu, sharp])[0]).toBe(cpu);
    expect(costs.rank(second, [cpu, sharp])[0]).toBe(sharp);
  });
});

describe('trials', () => {
  /** Who is asked first in so many runs, each of which takes what is said. */
  function run(plan: Plan, times: Partial<Record<BackendName, number>>, runs = 12): string {
    const costs = new Costs();
    const able = [cpu, sharp];
    const asked = Array.from({ length: runs }, () => {
      const { name } = costs.choose(plan, able)[0] as Backend;
      costs.learn(plan, name, times[name] as number, true);
      return name === 'cpu' ? 'c' : 's';
    });
    return asked.join('');
  }

  it('are two, of what may be as fast, among the first runs', () => {
    expect(run(planOf(LINEAR), { cpu: 32, sharp: 51 })).toBe('ccsccscccccc');
  });

  it('become rarer and rarer', () => {
    expect(run(planOf(LINEAR), { cpu: 32, sharp: 51 }, 1000).replaceAll('c', '')).toHaveLength(2 + 6);
  });

  it('correct what was learnt while something else was going on', () => {
    const costs = new Costs();
    const plan = planOf(LINEAR);
    learn(costs, plan, 'cpu', 100, 3);
    learn(costs, plan, 'sharp', 51);
    const times: Partial<Record<BackendName, number>> = { cpu: 32, sharp: 51 };
    for (let turn = 0; turn < 140; turn++) {
      const { name } = costs.choose(plan, [cpu, sharp])[0] as Backend;
      costs.learn(plan, name, times[name] as number, true);
    }
    expect(costs.rank(plan, [cpu, sharp])[0]).toBe(cpu);
  });

  it('find what is faster than expected', () => {
    expect(run(planOf(LINEAR), { cpu: 32, sharp: 10 })).toMatch(/^ccss/);
  });

  it('find what is slower than expected, which is then left', () => {
    expect(run(planOf([{ op: 'negate' }]), { cpu: 32, sharp: 300 })).toBe('sscccccccccc');
  });

  it('are not made of what is known to be far behind', () => {
    expect(run(planOf([{ op: 'greyscale' }]), { cpu: 36, sharp: 130 })).toBe('cccccccccccc');
  });

  it('do not go on while other jobs keep anything from being learnt', () => {
    const costs = new Costs();
    const plan = planOf(LINEAR);
    costs.learn(plan, 'cpu', 32, true);
    const asked = Array.from({ length: 20 }, () => costs.choose(plan, [cpu, sharp])[0]?.name);
    expect(asked.filter((name) => name === 'sharp')).toHaveLength(3);
  });
});

describe('a backend with a codec', () => {
  it('is outrun only by one that is known to be faster with the codec besides', () => {
    const costs = new Costs();
    const plan = planOf(LINEAR);
    const outrun = () => costs.isOutrun(plan, sharp, [cpu]);
    expect(outrun()).toBe(false);
    learn(costs, plan, 'sharp', 200);
    expect(outrun()).toBe(false);
    learn(costs, plan, 'cpu', 150);
    expect(outrun()).toBe(false);
    learn(costs, plan, 'cpu', 20);
    expect(outrun()).toBe(true);
  });
});

describe('the key of a plan', () => {
  const key = (steps: StepInput[], shape = LARGE) => planKey(planOf(steps, shape));

  it('holds what changes the work', () => {
    const median = (size: number) => key([{ op: 'median', size }]);
    expect(median(3)).not.toBe(median(5));
    expect(key([{ op: 'greyscale' }])).not.toBe(key([{ op: 'greyscale', method: 'luminance' }]));
    expect(key([{ op: 'rotate', angle: 90 }])).not.toBe(key([{ op: 'rotate', angle: 100 }]));
    expect(key(LINEAR)).not.toBe(key(LINEAR, DEEP));
    expect(key(LINEAR)).not.toBe(key(LINEAR, { ...LARGE, channels: 4 }));
  });

  it('holds neither extents nor shades', () => {
    expect(key(LINEAR)).toBe(key(LINEAR, SMALL));
    expect(key([{ op: 'linear', a: 1.31 }])).toBe(key([{ op: 'linear', a: 1.7 }]));
    const tint = (color: string) => key([{ op: 'tint', color }]);
    expect(tint('ffb000')).toBe(tint('decade'));
  });
});
