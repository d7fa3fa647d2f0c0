import { describe, expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { OpSet } from '../../../src/ops/op-set.ts';
import { defineOp, type OwnOp } from '../../../src/ops/own/own.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';
import { row } from '../run.ts';

const fade: OwnOp = {
  name: 'fade',
  summary: 'Mix every colour with another.',
  params: {
    amount: { default: 0.5, min: 0, max: 1, describe: 'Part of the other.' },
    other: { default: [0, 0, 0], min: 0, max: 1, describe: 'The other colour.' },
  },
  wgsl: `fn pixel(color: vec4f, params: Params) -> vec4f {
    return vec4f(mix(color.rgb, params.other, params.amount), color.a);
  }`,
  pixel(color, { amount, other }) {
    for (let i = 0; i < 3; i++) {
      color[i] =
        (color[i] as number) * (1 - Number(amount)) + Number((other as number[])[i]) * Number(amount);
    }
  },
};

describe('an op of one’s own', () => {
  it('works on fractions of white, whatever the pixel type', () => {
    const op = defineOp(fade);
    const params = op.params.parse({ amount: 0.25, other: [1, 0, 0] });
    for (const [type, white] of [
      ['u8', 255],
      ['u16', 65535],
      ['f32', 1],
    ] as const) {
      const input = row(type, 4, [white, white, 0, white]);
      const output = createImage(input);
      op.reference(input, params, output, []);
      const expected = [1, 0.75, 0, 1].map((part) =>
        type === 'f32' ? part : Math.floor(part * white + 0.5),
      );
      expect([...output.data]).toEqual(expected);
    }
  });

  it('is found, read and checked as those of the registry', () => {
    const ops = new OpSet([defineOp(fade)]);
    expect(ops.find('FADE')?.name).toBe('fade');
    expect(ops.find('negate')?.name).toBe('negate');
    const recipe = parseRecipe(parseOps('fade_0.5_1:0:0,negate', ops), DEFAULT_LIMITS, ops);
    expect(recipe.steps[0]).toMatchObject({
      op: { name: 'fade' },
      params: { amount: 0.5, other: [1, 0, 0] },
    });
    expect(() => parseRecipe(parseOps('fade_2', ops), DEFAULT_LIMITS, ops)).toThrow('a number from 0 to 1');
    expect(() => parseRecipe(parseOps('fade_0.5', ops))).toThrow('step 1: there is no op');
  });

  it.each<[string, Partial<OwnOp>, string]>([
    ['a name with a sign', { name: 'fade-in' }, 'no valid name'],
    [
      'a parameter with a sign',
      { params: { 'a b': { default: 0, min: 0, max: 1, describe: '' } } },
      'no valid name',
    ],
    [
      'a list too long',
      { params: { a: { default: [1, 2, 3, 4, 5], min: 0, max: 9, describe: '' } } },
      'one to four',
    ],
    [
      'a parameter called white',
      { params: { white: { default: 0, min: 0, max: 1, describe: '' } } },
      'already',
    ],
    ['a parameter called op', { params: { op: { default: 0, min: 0, max: 1, describe: '' } } }, 'already'],
    ['an endless loop', { wgsl: 'fn pixel() { loop {} }' }, 'end is in sight'],
  ])('is refused for %s', (_, change, reason) => {
    expect(() => defineOp({ ...fade, ...change })).toThrow(reason);
  });

  it('has a definition of what decides over pixels, and the registry has none', () => {
    const { definition } = defineOp(fade);
    expect(JSON.parse(definition ?? '')).toEqual({
      name: 'fade',
      params: [
        { name: 'amount', default: 0.5, min: 0, max: 1 },
        { name: 'other', default: [0, 0, 0], min: 0, max: 1 },
      ],
      wgsl: fade.wgsl,
      pixel: fade.pixel.toString(),
    });
    expect(new OpSet().find('negate')?.definition).toBeUndefined();
  });

  it('is refused where its name is taken', () => {
    expect(() => new OpSet([defineOp({ ...fade, name: 'Negate' })])).toThrow('two ops');
    expect(() => new OpSet([defineOp({ ...fade, name: 'failon' })])).toThrow('an option of the input');
    expect(() => new OpSet([defineOp({ ...fade, name: 'GREYSCALE' })])).toThrow('two ops');
    expect(() => new OpSet([defineOp(fade), defineOp({ ...fade, name: 'FADE' })])).toThrow('two ops');
  });
});
