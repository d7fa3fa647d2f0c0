import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { OpSet } from '../../src/ops/op-set.ts';
import { defineOp } from '../../src/ops/own/own.ts';
import { canonicalText } from '../../src/recipe/canonical.ts';
import { Recipes } from '../../src/recipe/recipes.ts';

const same = defineOp({
  name: 'same',
  summary: 'Change nothing.',
  wgsl: 'fn pixel(color: vec4f, params: Params) -> vec4f { return color; }',
  pixel: () => {},
});

describe('Recipes', () => {
  const recipes = new Recipes({ ...DEFAULT_LIMITS, steps: 2 }, new OpSet([same]));

  it('read JSON, URLs and canonical texts, with their own ops', () => {
    const text = canonicalText(recipes.parse({ steps: [{ op: 'same' }, { op: 'negate' }] }));
    expect(canonicalText(recipes.parseOps('same,negate'))).toBe(text);
    expect(canonicalText(recipes.parseCanonical(text))).toBe(text);
  });

  it('keep to their limits', () => {
    expect(() => recipes.parseOps('same,same,same')).toThrow('at most 2 steps');
    expect(() => recipes.parseCanonical('{"steps":[1,2,3]}')).toThrow('at most 2 steps');
  });

  it('know the registry and the usual limits unless told', () => {
    expect(() => new Recipes().parseOps('same')).toThrow('step 1: there is no op');
    expect(new Recipes().limits).toBe(DEFAULT_LIMITS);
  });
});
