import { describe, expect, it } from 'vitest';
import { isNoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { OpSet } from '../../src/ops/op-set.ts';
import { defineOp, type OwnOp } from '../../src/ops/own/own.ts';
import { listOps } from '../../src/ops/registry.ts';
import { canonicalText, parseCanonical } from '../../src/recipe/canonical.ts';
import { parseOps } from '../../src/recipe/grammar.ts';
import { parseRecipe } from '../../src/recipe/recipe.ts';
import { random } from '../support/pictures.ts';
import { randomRecipe, randomStep, writeJson } from '../support/spellings.ts';

const textOf = (recipe: unknown) => canonicalText(parseRecipe(recipe));

/** The code and the message with which a text is refused. */
function refusalOf(text: string, ops?: OpSet): string {
  try {
    parseCanonical(text, DEFAULT_LIMITS, ops);
    return 'taken';
  } catch (error) {
    if (!isNoirError(error)) throw error;
    return `${error.code} ${error.message}`;
  }
}

describe('canonicalText', () => {
  it('has every parameter and every option, in the order of their schemas', () => {
    expect(textOf({ output: { quality: 70, format: 'JPG' }, steps: [{ height: 600, op: 'resize' }] })).toBe(
      '{"steps":[{"op":"resize","height":600,"fit":"cover","position":"centre","kernel":"lanczos3","light":"srgb",' +
        '"withoutEnlargement":false,"withoutReduction":false,"background":"000000","fastShrinkOnLoad":true}],' +
        '"output":{"format":"jpeg","quality":70,"progressive":false,"chromaSubsampling":"4:2:0",' +
        '"optimiseCoding":true,"mozjpeg":false}}',
    );
  });

  it.each<[unknown, string]>([
    [{}, '{}'],
    [{ output: { format: 'auto' } }, '{"format":"auto"}'],
    [{ output: { format: 'auto', quality: 5 } }, '{"format":"auto","quality":5}'],
    [{ output: { quality: 80 } }, '{"quality":80}'],
    [{ output: { keep: 'exif' } }, '{"keep":["exif"]}'],
    [{ output: { keep: ['exif', 'icc'], format: 'auto' } }, '{"format":"auto","keep":["icc","exif"]}'],
    [{ output: { keep: ['icc', 'all'] } }, '{"keep":["all"]}'],
    [{ output: { keep: [] } }, '{}'],
    [
      { output: { format: 'webp', lossless: undefined } },
      '{"format":"webp","quality":80,"alphaQuality":100,"lossless":false,"nearLossless":false,"effort":4}',
    ],
    [{ output: { format: 'png', quality: 80 } }, '{"format":"png","progressive":false}'],
  ])('writes the output of %o', (recipe, output) => {
    expect(textOf(recipe)).toBe(`{"steps":[],"output":${output}}`);
  });

  it('has several outputs in place of the one, with their names', () => {
    const outputs = [{ steps: [{ op: 'flip' }], output: { format: 'png' } }, { name: 'small' }];
    const text = textOf({ outputs, steps: [{ op: 'flop' }] });
    expect(text).toBe(
      '{"steps":[{"op":"flop"}],"outputs":[' +
        '{"name":"1","steps":[{"op":"flip"}],"output":{"format":"png","progressive":false}},' +
        '{"name":"small","steps":[],"output":{}}]}',
    );
    expect(canonicalText(parseCanonical(text))).toBe(text);
  });

  it.each<[unknown, string]>([
    [undefined, ''],
    [{}, ''],
    [{ failOn: 'warning' }, ''],
    [{ bands: [0, 2], failOn: 'none' }, '"input":{"failOn":"none","bands":[0,2]},'],
    [{ page: 2 }, '"input":{"page":2,"pages":1},'],
    [{ pages: 'all' }, '"input":{"pages":-1},'],
    [{ animated: true }, '"input":{"pages":-1},'],
  ])('writes the input of %o', (input, written) => {
    expect(textOf({ input })).toBe(`{${written}"steps":[],"output":{}}`);
  });

  it.each<[string, readonly object[]]>([
    ['"op":"negate","alpha":true', [{ op: 'INVERT' }, { op: 'negate', alpha: undefined }]],
    [
      '"op":"linear","a":2,"b":0',
      [
        { op: 'linear', a: 2 },
        { op: 'linear', a: [2.0], b: -0 },
      ],
    ],
    ['"op":"linear","a":[2,2,2],"b":0', [{ op: 'linear', a: [2, 2, 2] }]],
    [
      '"op":"flatten","background":"ffa500"',
      ['orange', '#ffa500', 'ffa500', '#FFA500', 'ffa500ff', [255, 165, 0], [255, 165, 0, 1]].map(
        (background) => ({ op: 'flatten', background }),
      ),
    ],
    [
      '"op":"flatten","background":"11223344"',
      ['#1234', [17, 34, 51, 68 / 255]].map((background) => ({ op: 'flatten', background })),
    ],
    [
      '"op":"flatten","background":[1.5,2,3]',
      [
        [1.5, 2, 3],
        [1.5, 2, 3, 1],
      ].map((background) => ({ op: 'flatten', background })),
    ],
    ['"op":"flatten","background":[1,2,3,0.5]', [{ op: 'flatten', background: [1, 2, 3, 0.5] }]],
    [
      '"op":"tint","color":"808080"',
      ['gray', 'grey', [128, 128, 128]].map((color) => ({ op: 'tint', color })),
    ],
    [
      '"op":"extractChannel","channel":"blue"',
      [
        { op: 'extractChannel', channel: 2 },
        { op: 'extractChannel', channel: 'blue' },
      ],
    ],
    [
      '"op":"rotate","angle":270,"background":"000000","interpolator":"bilinear"',
      [-90, 270, 630].map((angle) => ({ op: 'rotate', angle })),
    ],
    [
      '"op":"rotate","angle":0,"background":"000000","interpolator":"bilinear"',
      [-0, -360, 720].map((angle) => ({ op: 'rotate', angle })),
    ],
    [
      '"op":"roundCorners","radius":5,"background":"00000000"',
      [5, [5, 5, 5, 5]].map((radius) => ({ op: 'roundCorners', radius })),
    ],
  ])('writes %s for every spelling', (expected, steps) => {
    for (const step of steps) expect(textOf({ steps: [step] })).toBe(`{"steps":[{${expected}}],"output":{}}`);
  });

  it.each(['50%', '50p', '50.0%', '050%', '50.000000000p'])('writes 50% for a width of %s', (width) => {
    expect(textOf({ steps: [{ op: 'resize', width }] })).toContain('"width":"50%"');
  });

  it.each(['0.000000001%', '9007199.254740993%', '100%', '12.5%'])('keeps a width of %s', (width) => {
    const text = textOf({ steps: [{ op: 'resize', width }] });
    const written = /"width":"(.*?)"/.exec(text)?.[1] ?? '';
    expect(Number.parseFloat(written)).toBe(Number.parseFloat(width));
    expect(canonicalText(parseCanonical(text))).toBe(text);
  });

  it.each([
    ['northeast', 'right top'],
    ['south', 'bottom'],
    ['centre', 'center'],
    ['attention', 'attention'],
  ])('writes %s for a position of %s', (name, position) => {
    expect(textOf({ steps: [{ op: 'resize', position }] })).toContain(`"position":"${name}"`);
  });

  it('reads as a recipe that has the same text, for the examples of every op', () => {
    for (const op of listOps()) {
      for (const example of op.examples) {
        const text = textOf({ steps: [{ ...example, op: op.name }] });
        const [step] = JSON.parse(text).steps;
        expect(textOf({ steps: [step] })).toBe(text);
      }
    }
  });
});

describe('parseCanonical', () => {
  it('is the inverse', () => {
    const seed = Date.now() % 2 ** 32;
    const next = random(seed);
    for (let turn = 0; turn < 200; turn++) {
      const recipe = parseRecipe(JSON.parse(writeJson(randomRecipe(next), next)));
      const text = canonicalText(recipe);
      expect(parseCanonical(text), `seed ${seed}: ${text}`).toEqual(recipe);
      expect(canonicalText(parseCanonical(text)), `seed ${seed}`).toBe(text);
    }
  });

  it('is the inverse for every op', () => {
    const next = random(7);
    for (const op of listOps()) {
      const meaning = { steps: [randomStep(op, next)], options: { fields: {}, said: {} } };
      const recipe = parseRecipe(JSON.parse(writeJson(meaning, next)));
      expect(parseCanonical(canonicalText(recipe))).toEqual(recipe);
    }
  });

  it.each([
    ['', /^invalid-parameter the recipe is not JSON/],
    ['{', /^invalid-parameter the recipe is not JSON/],
    ['null', /^invalid-parameter expected an object with steps/],
    ['{"steps":[{"op":"gamma","gamma":0}]}', /^invalid-parameter step 1, gamma: expected a number/],
    ['{"steps":[7]}', /^invalid-parameter step 1: expected an object with op/],
    ['{"steps":[{"op":"sparkle"}]}', /^invalid-parameter step 1: there is no op/],
    ['{"steps":{}}', /^invalid-parameter steps: expected a list/],
    [`{"steps":[${Array(65).fill('{"op":"a@b"}')}]}`, /^invalid-parameter steps: expected at most 64 steps/],
    ['{"steps":[{"op":"negate@AAAAAAAAAAAA"}]}', /^cannot-process .* has no such op/],
    [`{"steps":[{"op":"${'x'.repeat(500)}@"}]}`, /^cannot-process x{57}\.\.\. is not known here/],
    [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, /^invalid-parameter expected an object/],
  ])('refuses %s', (text, refusal) => {
    expect(refusalOf(text)).toMatch(refusal);
  });
});

describe('an op of one’s own', () => {
  const fade: OwnOp = {
    name: 'fade',
    summary: 'Mix every colour with black.',
    params: { amount: { default: 0.5, min: 0, max: 1, describe: 'Part of black.' } },
    wgsl: 'fn pixel(c: vec4f, params: Params) -> vec4f { return vec4f(c.rgb * (1 - params.amount), c.a); }',
    pixel(color, { amount }) {
      for (let i = 0; i < 3; i++) color[i] = (color[i] as number) * (1 - Number(amount));
    },
  };
  const setOf = (change: Partial<OwnOp> = {}) => new OpSet([defineOp({ ...fade, ...change })]);
  const write = (ops: OpSet, text = 'fade') =>
    canonicalText(parseRecipe(parseOps(text, ops), DEFAULT_LIMITS, ops));

  it('is named with the key of its definition, and found by it', () => {
    const text = write(setOf(), 'FADE_0.25');
    expect(text).toMatch(/^\{"steps":\[\{"op":"fade@[\w-]{12}","amount":0.25\}\],"output":\{\}\}$/);
    // The same definition in another set, as in another process.
    expect(canonicalText(parseCanonical(text, DEFAULT_LIMITS, setOf()))).toBe(text);
  });

  it.each<[string, Partial<OwnOp>]>([
    ['another shader', { wgsl: `${fade.wgsl} ` }],
    ['another default', { params: { amount: { default: 0.4, min: 0, max: 1, describe: '' } } }],
    ['another range', { params: { amount: { default: 0.5, min: 0, max: 2, describe: '' } } }],
    ['other JavaScript', { pixel: (color) => void color.fill(0) }],
  ])('has another key with %s, and is not run in its place', (_, change) => {
    const text = write(setOf(change));
    expect(text).not.toBe(write(setOf()));
    expect(refusalOf(text, setOf())).toMatch(/^cannot-process fade@.* has another op of that name$/);
  });

  it('has the same key with other words for people', () => {
    const params = { amount: { default: 0.5, min: 0, max: 1, describe: 'Less.', unit: 'ratio' } };
    expect(write(setOf({ summary: 'Darken.', params }))).toBe(write(setOf()));
  });

  it('is refused where it is not known, and without its key', () => {
    expect(refusalOf(write(setOf()))).toMatch(/^cannot-process fade@.* has no such op$/);
    expect(refusalOf('{"steps":[{"op":"fade"}]}', setOf())).toMatch(/^cannot-process fade is not known here/);
  });
});
