import { describe, expect, it } from 'vitest';
import { isNoirError } from '../../src/core/errors.ts';
import { parseRecipe } from '../../src/recipe/recipe.ts';

function faultsOf(recipe: unknown): readonly string[] {
  try {
    parseRecipe(recipe);
    return [];
  } catch (error) {
    if (!isNoirError(error)) throw error;
    return error.errors.map(({ pointer, reason }) => `${pointer}: ${reason}`);
  }
}

describe('a recipe of several outputs', () => {
  it('numbers the outputs that have no name', () => {
    const { outputs, output } = parseRecipe({ outputs: [{}, { name: 'b.c-d_e' }, {}] });
    expect(outputs?.map(({ name }) => name)).toEqual(['1', 'b.c-d_e', '3']);
    expect(output).toEqual({ options: {} });
    expect(parseRecipe({})).not.toHaveProperty('outputs');
  });

  it.each<[unknown, string]>([
    [{ outputs: {} }, '/outputs: expected a list of 1 to 32 outputs, received {}'],
    [{ outputs: [] }, '/outputs: expected a list of 1 to 32 outputs, received 0'],
    [{ outputs: Array(33).fill({}) }, '/outputs: expected a list of 1 to 32 outputs, received 33'],
    [{ outputs: [{}, 7] }, '/outputs/1: expected an object with steps and output, received 7'],
    [
      { outputs: [{ outputs: [] }] },
      '/outputs/0/outputs: unknown field; an output has name, steps and output',
    ],
    [{ outputs: [{}, { name: '1' }] }, '/outputs/1/name: another output is called "1"'],
    [{ outputs: [{ name: 'a' }, { name: 'A' }] }, '/outputs/1/name: another output is called "A"'],
    ...['', '.png', 'a b', 'a/b', 'a"b', 'a\r\nb', 'x'.repeat(65), 7, null].map((name): [unknown, string] => [
      { outputs: [{ name }] },
      '/outputs/0/name: expected up to 64 letters',
    ]),
    [
      { outputs: [{ output: { keep: 'icc' } }, { output: { keep: 'exif' } }] },
      '/outputs/1/output/keep: either all outputs keep the profile, or none',
    ],
    [
      { output: { keep: ['icc', 7] } },
      '/output/keep: expected one or several of icc, exif, all, received ["icc",7]',
    ],
    [{ outputs: [{}], output: {} }, '/output: a recipe has either output or outputs, not both'],
    [
      { outputs: [{}, { steps: [{ op: 'resize', width: 0 }] }] },
      '/outputs/1/steps/0/width: expected a whole number',
    ],
    [{ outputs: [{ output: { quality: 0 } }] }, '/outputs/0/output/quality: expected a whole number'],
    [{ outputs: [{ output: { format: 'bmp' } }] }, '/outputs/0/output/format: expected auto or one of'],
    [
      { outputs: [{ output: { format: 'png', lossless: true } }] },
      '/outputs/0/output/lossless: unknown parameter',
    ],
    [{ steps: [{ op: 'stats' }], outputs: [{}] }, '/steps/0: outputs need a picture'],
    [
      { steps: Array(60).fill({ op: 'flip' }), outputs: [{ steps: Array(5).fill({ op: 'flip' }) }] },
      '/outputs/0/steps: expected at most 4 steps, received 5',
    ],
  ])('refuses outputs such as %o', (recipe, fault) => {
    expect(faultsOf(recipe)).toEqual([expect.stringContaining(fault)]);
  });

  it('has messages that count outputs and steps from 1', () => {
    expect(() => parseRecipe({ outputs: [{}, { steps: [{ op: 'resize', width: 0 }] }] })).toThrow(
      /^output 2, step 1, width: expected/,
    );
  });
});
