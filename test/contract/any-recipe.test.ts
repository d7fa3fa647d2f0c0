import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { formatNames } from '../../src/formats/registry.ts';
import { listOps } from '../../src/ops/registry.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { canonicalText } from '../../src/recipe/canonical.ts';
import type { Recipe } from '../../src/recipe/recipe.ts';
import { Recipes } from '../../src/recipe/recipes.ts';

const recipes = new Recipes();
const names = [...listOps().map(({ name }) => name), 'w', 'h', 'dpr', 'fit', 'failOn', 'page', 'q', 'f'];

/** Undefined for what is refused in the right way. */
function readOrRefuse(read: () => Recipe): Recipe | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(NoirError);
    expect((error as NoirError).code).toBe('invalid-parameter');
    for (const { pointer } of (error as NoirError).errors) expect(pointer).toMatch(/^(\/|$)/);
    return undefined;
  }
}

function expectCanonical(recipe: Recipe): void {
  const text = canonicalText(recipe);
  expect(canonicalText(recipes.parseCanonical(text))).toBe(text);
}

const value = fc.oneof(
  fc.double().map(String),
  fc.integer().map(String),
  fc.constantFrom('', 'fill', 'nearest', 'true', '50%', '0x10', 'ff8800', '1:2:3', 'none', ...formatNames),
  fc.string({ maxLength: 5 }),
);
const field = fc
  .tuple(fc.constantFrom('', 'width=', 'sigma=', 'a=', '__proto__=', '='), value)
  .map((parts) => parts.join(''));
const token = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string()),
    fc.array(field, { maxLength: 5 }),
  )
  .map(([name, fields]) => [name, ...fields].join('_'));

test('any text is a recipe with a canonical text, or is refused with its faults', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 6 }), (tokens) => {
      const recipe = readOrRefuse(() => recipes.parseOps(tokens.join(',')));
      if (recipe) expectCanonical(recipe);
    }),
    { numRuns: 400 },
  );
});

/** Values that schemas expect in some places, in every place. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...names, ...formatNames, '#fff', 'fill'),
    fc.double(),
    fc.constantFrom(null, true, -0, 1e308, '', 10),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom('op', 'width', 'sigma', 'steps', 'output', 'format', 'name', '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

test('any JSON is a recipe with a canonical text, or is refused with its faults', () => {
  const step = fc.tuple(fc.constantFrom(...listOps().map(({ name }) => name)), fc.object({ maxDepth: 1 }));
  const shaped = fc.record({
    steps: fc.array(
      fc.oneof(
        anything,
        step.map(([op, params]) => ({ ...params, op })),
      ),
      { maxLength: 4 },
    ),
    output: anything,
  });
  fc.assert(
    fc.property(fc.oneof(anything, shaped), (json) => {
      const recipe = readOrRefuse(() => recipes.parse(json));
      if (recipe) expectCanonical(recipe);
    }),
    { numRuns: 1000 },
  );
});

const example = fc.constantFrom(
  ...listOps()
    .filter(({ sources, report }) => !sources && !report)
    .flatMap(({ name, examples }) => examples.map((params) => ({ ...params, op: name }))),
);
const shape = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 16384 })),
  height: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3000 })),
  channels: fc.constantFrom(1, 2, 3, 4),
  type: fc.constantFrom('u8', 'u16', 'f32'),
});

test('any chain on any picture has a plan within the limits, or is refused', () => {
  let planned = 0;
  fc.assert(
    fc.property(shape, fc.array(example, { maxLength: 6 }), (input, steps) => {
      const recipe = recipes.parse({ steps });
      try {
        const plan = makePlan(recipe.steps, input, DEFAULT_LIMITS);
        planned++;
        let before = plan.input;
        for (const step of plan.steps) {
          expect(step.input).toEqual(before);
          before = step.output;
          const { width, height } = before;
          expect(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0).toBe(true);
          expect(width * height).toBeLessThanOrEqual(DEFAULT_LIMITS.pixels);
        }
        expect(plan.output).toEqual(before);
      } catch (error) {
        if (!(error instanceof NoirError)) throw error;
        expect(error.status).toBeLessThan(500);
      }
    }),
    { numRuns: 500 },
  );
  expect(planned).toBeGreaterThan(100);
});
