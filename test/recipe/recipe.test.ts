import { describe, expect, it } from 'vitest';
import { isNoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { parseRecipe, type RecipeInput } from '../../src/recipe/recipe.ts';

/** Every fault of a recipe, as `pointer: reason`. */
function faultsOf(recipe: unknown, limits = DEFAULT_LIMITS): string[] {
  try {
    parseRecipe(recipe, limits);
    return [];
  } catch (error) {
    if (!isNoirError(error)) throw error;
    return error.errors.map(({ pointer, reason }) => `${pointer}: ${reason}`);
  }
}

describe('parseRecipe', () => {
  it('fills in the defaults of every step', () => {
    const { steps, output } = parseRecipe({ steps: [{ op: 'linear', b: 3 }, { op: 'GRAYSCALE' }] });
    expect(steps.map(({ op, params }) => [op.name, params])).toEqual([
      ['linear', { a: 1, b: 3 }],
      ['greyscale', { method: 'rec601' }],
    ]);
    expect(output).toEqual({ options: {} });
  });

  it('knows one zero', () => {
    const { steps } = parseRecipe({ steps: [{ op: 'linear', a: [-0, 1, -0], b: -0 }] });
    expect(steps[0]?.params).toEqual({ a: [0, 1, 0], b: 0 });
    const { output } = parseRecipe({ output: { format: 'gif', dither: -0 } });
    expect(output.options.dither).toBe(0);
  });

  it('takes a recipe of nothing', () => {
    expect(parseRecipe({})).toEqual({ input: DEFAULT_READING, steps: [], output: { options: {} } });
  });

  it('reports everything that is wrong, in order', () => {
    const recipe = {
      steps: [
        { op: 'linear', a: 'x', b: [1, 2, 3, 4], c: 1 },
        { op: 'sparkle' },
        'negate',
        { op: 'gamma', gamma: 2 },
        { op: 'gamma', gamma: 0 },
      ],
      output: { format: 'bmp', quality: 0 },
      extra: true,
    };
    const perChannel = 'a number from -1000000000 to 1000000000';
    expect(faultsOf(recipe)).toEqual([
      '/extra: unknown field; a recipe has input, steps, and output or outputs',
      '/steps/0/a: expected a number from -1000000 to 1000000, or 1 to 3 such numbers, received "x"',
      `/steps/0/b: expected ${perChannel}, or 1 to 3 such numbers, received [1,2,3,4]`,
      '/steps/0/c: unknown parameter; expected one of a, b',
      '/steps/1/op: there is no op "sparkle"; GET /ops and noir ops list them all',
      '/steps/2: expected an object with op, received "negate"',
      '/steps/4/gamma: expected a number from 0.01 to 100, received 0',
      '/output/quality: expected a whole number from 1 to 100, received 0',
      '/output/format: expected auto or one of jpeg, png, webp, avif, gif, tiff, received "bmp"',
    ]);
  });

  it.each([
    ['resize=800', 'there is no op "resize=800"; did you mean resize_800?'],
    ['resise', 'there is no op "resise"; did you mean resize?'],
    ['GRAYSCALES', 'there is no op "GRAYSCALES"; did you mean grayscale?'],
    ['failsOn', 'there is no op "failsOn"; did you mean failOn?'],
    ['x', 'there is no op "x"; GET /ops and noir ops list them all'],
  ])('names the op that is most like %s', (op, reason) => {
    expect(faultsOf({ steps: [{ op }] })).toEqual([`/steps/0/op: ${reason}`]);
  });

  it('names the parameter, the word, the format and the field that were probably meant', () => {
    expect(
      faultsOf({ steps: [{ op: 'resize', widht: 5, fit: 'covr' }], output: { format: 'wepb' }, inputs: {} }),
    ).toEqual([
      '/inputs: unknown field; did you mean input?',
      '/steps/0/fit: expected one of cover, contain, fill, inside, outside, received "covr"; did you mean cover?',
      '/steps/0/widht: unknown parameter; did you mean width?',
      '/output/format: expected auto or one of jpeg, png, webp, avif, gif, tiff, received "wepb"; did you mean webp?',
    ]);
  });

  it('lists the first 20 of many faults, and their number', () => {
    const fields = Object.fromEntries(Array.from({ length: 200_000 }, (_, nth) => [`field ${nth}`, nth]));
    for (const recipe of [
      fields,
      { steps: [{ op: 'negate', ...fields }] },
      { output: { format: 'png', ...fields } },
    ]) {
      try {
        parseRecipe(recipe);
        expect.unreachable();
      } catch (error) {
        if (!isNoirError(error)) throw error;
        expect([error.errors.length, error.errorCount]).toEqual([20, 200_000]);
        expect(error.message).toMatch(/field 0: unknown .* \(and 199999 more faults\)$/);
      }
    }
  });

  it('cuts names that are far too long', () => {
    const [fault = ''] = faultsOf({ ['x'.repeat(1e6)]: 1 });
    expect(fault.length).toBeLessThan(200);
  });

  it.each([
    [null, ': expected an object with steps and output, received null'],
    [[], ': expected an object with steps and output, received []'],
    ['negate', ': expected an object with steps and output, received "negate"'],
    [{ steps: {} }, '/steps: expected a list, received {}'],
    [{ steps: null }, '/steps: expected a list, received null'],
    [{ steps: [null] }, '/steps/0: expected an object with op, received null'],
    [{ steps: [{ op: 7 }] }, '/steps/0: expected an object with op, received {"op":7}'],
    [{ steps: [[]] }, '/steps/0: expected an object with op, received []'],
    [{ 'a/b~c': 1 }, '/a~1b~0c: unknown field; a recipe has input, steps, and output or outputs'],
    [{ output: 'png' }, '/output: expected an object, received "png"'],
    [
      { output: { format: null } },
      '/output/format: expected auto or one of jpeg, png, webp, avif, gif, tiff, received null',
    ],
  ])('refuses %o', (recipe, fault) => {
    expect(faultsOf(recipe)).toEqual([fault]);
  });

  it.each<[unknown]>([[{ toString: 1 }], [['png']], [7], [{}]])(
    'refuses a format that is no text: %o',
    (format) => {
      expect(faultsOf({ output: { format } })).toEqual([
        expect.stringMatching(/^\/output\/format: expected auto or one of jpeg, png/),
      ]);
    },
  );

  it('survives values that nest deeply', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(faultsOf({ steps: [{ op: 'gamma', gamma: deep }] })).toHaveLength(1);
    expect(faultsOf({ steps: deep[0] })).toHaveLength(1);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('knows no op called %s', (op) => {
    expect(faultsOf({ steps: [{ op }] })).toHaveLength(1);
  });

  it('reads a __proto__ of JSON as a name, and never as a prototype', () => {
    const { steps } = parseRecipe(JSON.parse('{"steps":[{"op":"linear","a":2}],"output":{}}'));
    expect(steps[0]?.params).toEqual({ a: 2, b: 0 });
    const polluting = JSON.parse('{"steps":[{"op":"linear","__proto__":{"a":5}}]}');
    let params: unknown = { a: 1 };
    try {
      params = parseRecipe(polluting).steps[0]?.params;
    } catch (error) {
      if (!isNoirError(error)) throw error;
    }
    expect(params).toMatchObject({ a: 1 });
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('takes as many steps as the limit, and not one more', () => {
    const limits = { ...DEFAULT_LIMITS, steps: 3 };
    const recipe = (length: number) => ({ steps: Array(length).fill({ op: 'negate' }) });
    expect(faultsOf(recipe(3), limits)).toEqual([]);
    expect(faultsOf(recipe(4), limits)).toEqual(['/steps: expected at most 3 steps, received 4']);
  });

  it('looks at no step of a recipe with far too many', () => {
    const recipe = { steps: Array(1e6).fill({ op: 'nonsense' }) };
    expect(faultsOf(recipe)).toEqual(['/steps: expected at most 64 steps, received 1000000']);
  });
});

describe('the input of a recipe', () => {
  it.each([
    [{}, {}],
    [
      { failOn: 'none', alpha: 'associated', bands: [2, 0] },
      { failOn: 'none', alpha: 'associated', bands: [2, 0] },
    ],
    [{ page: 0 }, { pages: 1 }],
    [{ page: 2 }, { page: 2, pages: 1 }],
    [
      { page: 2, pages: 'all' },
      { page: 2, pages: -1 },
    ],
    [
      { page: 2, animated: true },
      { page: 2, pages: -1 },
    ],
    [{ animated: false }, { pages: 1 }],
    [{ pages: 4 }, { pages: 4 }],
  ])('of %o is settled', (input, expected) => {
    expect(parseRecipe({ input }).input).toEqual({ ...DEFAULT_READING, ...expected });
  });

  it.each([
    ['none', '/input: expected an object, received "none"'],
    [{ failOn: 'never' }, '/input/failOn: expected one of none, truncated, error, warning, received "never"'],
    [{ alpha: true }, '/input/alpha: expected one of unassociated, associated, none, received true'],
    [
      { bands: [0, 1, 2, 3, 4] },
      '/input/bands: expected 1 to 4 whole numbers, each from 0 to 65535, received [0,1,2,3,4]',
    ],
    [{ bands: [] }, expect.stringMatching(/^\/input\/bands: .* received \[\]$/)],
    [{ page: -1 }, '/input/page: expected a whole number from 0 to 65535, received -1'],
    [{ pages: 0 }, '/input/pages: expected a whole number from 1 to 65535 or -1 or all, received 0'],
    [{ pages: 1, animated: false }, '/input/animated: says the same as pages; give one of them'],
    [
      { density: 72 },
      expect.stringMatching(/^\/input\/density: unknown parameter; expected one of failOn, alpha/),
    ],
  ])('refuses %o', (input, fault) => {
    expect(faultsOf({ input })).toEqual([fault]);
  });

  it('is not among the steps', () => {
    expect(faultsOf({ steps: [{ op: 'failOn', failOn: 'none' }] })).toEqual([
      '/steps/0/op: failOn says how the file is read: write it before the first step, or in input',
    ]);
  });
});

/** Defaults of the encoder. */
const JPEG = { progressive: false, chromaSubsampling: '4:2:0', optimiseCoding: true, mozjpeg: false };

describe('the output of a recipe', () => {
  it.each([
    [{ format: 'jpg' }, { format: 'jpeg', quality: 80, options: JPEG }],
    [{ format: 'TIF' }, { format: 'tiff', quality: 80, options: { compression: 'lzw' } }],
    [
      { format: 'auto', quality: 1 },
      { format: 'auto', quality: 1, options: {} },
    ],
    [{ quality: 100 }, { quality: 100, options: {} }],
    [
      { format: 'png', quality: 50 },
      { format: 'png', options: { progressive: false } },
    ],
    [
      { format: 'png', compressionLevel: 9 },
      { format: 'png', options: { compressionLevel: 9, progressive: false } },
    ],
    [
      { format: 'jpeg', quality: 40, progressive: true },
      { format: 'jpeg', quality: 40, options: { ...JPEG, progressive: true } },
    ],
  ])('of %o is settled', (output, expected) => {
    expect(parseRecipe({ output }).output).toEqual(expected);
  });

  it.each([0, 101, 75.5, -1, Number.NaN, '75', true, null, []])('has no quality of %o', (quality) => {
    const [fault, ...others] = faultsOf({ output: { format: 'jpeg', quality } });
    expect(fault).toMatch(/^\/output\/quality: expected a whole number from 1 to 100, received /);
    expect(others).toEqual([]);
  });

  it.each([
    [
      { format: 'png', compressionLevel: 10 },
      '/output/compressionLevel: expected a whole number from 0 to 9, received 10',
    ],
    [
      { format: 'jpeg', compressionLevel: 6 },
      '/output/compressionLevel: unknown parameter; expected one of quality, progressive, chromaSubsampling, optimiseCoding, mozjpeg',
    ],
    [{ progressive: true }, '/output/progressive: options of an encoder need its format beside them'],
    [
      { format: 'auto', progressive: true },
      '/output/progressive: options of an encoder need its format beside them',
    ],
  ])('refuses the options of %o', (output, fault) => {
    expect(faultsOf({ output })).toEqual([fault]);
  });
});

describe('RecipeInput', () => {
  it('knows the ops and their parameters', () => {
    const recipes: RecipeInput[] = [
      {
        steps: [
          { op: 'linear', a: [1, 2, 3] },
          { op: 'cast', type: 'u16' },
        ],
        output: { format: 'webp' },
      },
      // @ts-expect-error there is no such op
      { steps: [{ op: 'sparkle' }] },
      // @ts-expect-error the pixel type is missing
      { steps: [{ op: 'cast' }] },
      // @ts-expect-error there is no such parameter
      { steps: [{ op: 'gamma', sigma: 2 }] },
      // @ts-expect-error there is no such format
      { output: { format: 'bmp' } },
    ];
    expect(recipes.map((recipe) => faultsOf(recipe).length)).toEqual([0, 1, 1, 1, 1]);
  });
});
