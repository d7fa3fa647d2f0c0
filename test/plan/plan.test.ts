import { describe, expect, it } from 'vitest';
import { isNoirError, type NoirError } from '../../src/core/errors.ts';
import type { Shape } from '../../src/core/image.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/core/limits.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { parseRecipe, type StepInput } from '../../src/recipe/recipe.ts';

const rgba: Shape = { width: 30, height: 20, channels: 4, type: 'u8' };

function plan(steps: readonly StepInput[], input = rgba, limits: Limits = DEFAULT_LIMITS) {
  return makePlan(parseRecipe({ steps }).steps, input, limits);
}

function errorOf(run: () => unknown): NoirError {
  try {
    run();
  } catch (error) {
    if (isNoirError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('makePlan', () => {
  it('plans equal steps for an equal shape once, and anew for anything else', () => {
    const { steps } = parseRecipe({ steps: [{ op: 'resize', width: 10 }] });
    const first = makePlan(steps, rgba, DEFAULT_LIMITS);
    expect(makePlan([...steps], { ...rgba }, DEFAULT_LIMITS)).toBe(first);
    expect(makePlan(steps, { ...rgba, height: 40 }, DEFAULT_LIMITS).output.height).toBe(13);
    expect(makePlan(steps, { ...rgba, type: 'u16' }, DEFAULT_LIMITS).output.type).toBe('u16');
    expect(makePlan(steps, rgba, DEFAULT_LIMITS, { fuse: false })).not.toBe(first);
    expect(() => makePlan(steps, rgba, { ...DEFAULT_LIMITS, pixels: 10 })).toThrow();
  });

  it('follows the shape through the steps', () => {
    const { steps, input, output } = plan([
      { op: 'cast', type: 'u16' },
      { op: 'linear', a: 2 },
      { op: 'greyscale' },
      { op: 'cast', type: 'f32' },
    ]);
    expect(
      steps.map(({ input, output }) => [input, output].map(({ type, channels }) => `${type}x${channels}`)),
    ).toEqual([
      ['u8x4', 'u16x4'],
      ['u16x4', 'u16x4'],
      ['u16x4', 'u16x2'],
      ['u16x2', 'f32x2'],
    ]);
    expect(input).toEqual(rgba);
    expect(output).toEqual({ ...rgba, channels: 2, type: 'f32' });
  });

  it('gives each op the shape that it really meets', () => {
    const [pass] = plan([{ op: 'cast', type: 'u16' }, { op: 'negate' }]).passes;
    expect(pass?.stages.map(({ uniforms, type }) => [uniforms, type])).toEqual([
      [{ factor: 257 }, 'u16'],
      [{ white: 65535, alpha: 1 }, 'u16'],
    ]);
  });

  it('is empty for a recipe of no steps', () => {
    expect(plan([])).toEqual({ input: rgba, output: rgba, steps: [], groups: [], passes: [] });
  });

  it('takes no samples along when it is given a picture', () => {
    const { input } = plan([{ op: 'negate' }], {
      ...rgba,
      data: new Uint8Array(2400),
      space: 'srgb',
    } as Shape);
    expect(input).toEqual(rgba);
  });

  it('refuses a step whose result is over the limit, not one that stays below', () => {
    const limits = { ...DEFAULT_LIMITS, imageBytes: 30 * 20 * 4 * 2 };
    expect(plan([{ op: 'cast', type: 'u16' }], rgba, limits).output.type).toBe('u16');
    const error = errorOf(() => plan([{ op: 'negate' }, { op: 'cast', type: 'f32' }], rgba, limits));
    expect(error).toMatchObject({ code: 'memory-limit', limit: 4800, actual: 9600 });
    expect(error.message).toMatch(/^step 2: /);
    expect(error.errors.map(({ pointer }) => pointer)).toEqual(['/steps/1']);
    expect(error.message).toContain('30x20 rgba f32');
  });

  it('refuses a result in between, though the last one is small', () => {
    const limits = { ...DEFAULT_LIMITS, imageBytes: 30 * 20 * 4 };
    const steps: StepInput[] = [{ op: 'cast', type: 'f32' }, { op: 'greyscale' }, { op: 'cast', type: 'u8' }];
    expect(errorOf(() => plan(steps, rgba, limits)).code).toBe('memory-limit');
  });

  it('says at which step parameters do not fit the picture', () => {
    const error = errorOf(() =>
      plan([{ op: 'negate' }, { op: 'greyscale' }, { op: 'linear', a: [1, 2, 3] }]),
    );
    expect(error.errors).toEqual([
      {
        pointer: '/steps/2/a',
        reason: 'expected 1 number, since the picture has one colour channel, received 3',
      },
    ]);
    expect(error.message).toMatch(/^step 3, a: expected/);
  });

  it('puts neighbouring point ops together, unless told not to', () => {
    const { steps } = parseRecipe({ steps: [{ op: 'negate' }, { op: 'gamma' }, { op: 'clip' }] });
    const fused = makePlan(steps, rgba, DEFAULT_LIMITS);
    expect([fused.passes.length, fused.groups.map((group) => group.length)]).toEqual([1, [3]]);
    const separate = makePlan(steps, rgba, DEFAULT_LIMITS, { fuse: false });
    expect([separate.passes.length, separate.groups.map((group) => group.length)]).toEqual([3, [1, 1, 1]]);
    expect(separate.output).toEqual(fused.output);
  });
});
