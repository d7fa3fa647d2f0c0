import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Faults } from '../../src/core/faults.ts';
import { describeFaults, describeField, fieldSchemas, isRecord, show } from '../../src/recipe/faults.ts';

const params = z.strictObject({
  sigma: z.number().min(0.3).max(1000),
  count: z.number().int().min(1).max(5).optional(),
  'a/b~c': z.boolean().default(true),
  fit: z.enum(['cover', 'fill']).default('cover'),
  list: z.array(z.number().min(0).max(1)).min(1).max(3).optional(),
});

function faultsOf(input: unknown, schema: z.ZodType = params) {
  const parsed = schema.safeParse(input);
  const faults = new Faults();
  if (!parsed.success) describeFaults(parsed.error, { schema, input, pointer: '/steps/2' }, faults);
  return faults.first;
}

describe('describeFaults', () => {
  it.each([
    [{ sigma: 0 }, '/steps/2/sigma', 'expected a number from 0.3 to 1000, received 0'],
    [{ sigma: 'x' }, '/steps/2/sigma', 'expected a number from 0.3 to 1000, received "x"'],
    [{ sigma: null }, '/steps/2/sigma', 'expected a number from 0.3 to 1000, received null'],
    [{ sigma: Number.NaN }, '/steps/2/sigma', 'expected a number from 0.3 to 1000, received NaN'],
    [{}, '/steps/2/sigma', 'expected a number from 0.3 to 1000, received nothing'],
    [{ sigma: 1, count: 1.5 }, '/steps/2/count', 'expected a whole number from 1 to 5, received 1.5'],
    [{ sigma: 1, fit: 'tile' }, '/steps/2/fit', 'expected one of cover, fill, received "tile"'],
    [{ sigma: 1, 'a/b~c': 1 }, '/steps/2/a~1b~0c', 'expected true or false, received 1'],
    [
      { sigma: 1, list: [0, 2] },
      '/steps/2/list',
      'expected 1 to 3 numbers, each from 0 to 1, received [0,2]',
    ],
    [
      { sigma: 1, fit: 'Covr' },
      '/steps/2/fit',
      'expected one of cover, fill, received "Covr"; did you mean cover?',
    ],
    [{ sigma: 1, cuont: 4 }, '/steps/2/cuont', 'unknown parameter; did you mean count?'],
    [
      { sigma: 1, radius: 4 },
      '/steps/2/radius',
      'unknown parameter; expected one of sigma, count, a/b~c, fit, list',
    ],
  ])('says of %o what was expected and what came', (input, pointer, reason) => {
    expect(faultsOf(input)).toEqual([{ pointer, reason }]);
  });

  it('gives one fault for each field, however much is wrong with it', () => {
    expect(
      faultsOf({ sigma: 'x', list: ['a', 'b', 'c', 'd'], extra: 1, more: 2 }).map((f) => f.pointer),
    ).toEqual(['/steps/2/sigma', '/steps/2/list', '/steps/2/extra', '/steps/2/more']);
  });

  it('takes names that objects inherit for unknown ones', () => {
    const pointers = faultsOf({ sigma: 1, constructor: 1, toString: 2 }).map((fault) => fault.reason);
    expect(pointers).toHaveLength(2);
    for (const reason of pointers) expect(reason).toMatch(/^unknown parameter/);
  });
});

describe('describeFaults of a step without parameters', () => {
  it('says that there are none', () => {
    const reason = 'unknown parameter; there are none';
    expect(faultsOf({ width: 1 }, z.strictObject({}))).toEqual([{ pointer: '/steps/2/width', reason }]);
  });
});

describe('describeField', () => {
  it('names a number, lists of it, and others with commas between them', () => {
    const level = { type: 'number', minimum: 0, maximum: 4 };
    const list = { type: 'array', items: level, minItems: 1, maxItems: 3 };
    const percentage = { type: 'string', format: 'percentage' };
    expect(describeField({ anyOf: [level, list] })).toBe('a number from 0 to 4, or 1 to 3 such numbers');
    expect(describeField({ anyOf: [level, list, percentage] })).toBe(
      'a number from 0 to 4, 1 to 3 such numbers, or a percentage such as 50% or 50p',
    );
  });

  it('joins alternatives with or', () => {
    const field = { anyOf: [{ type: 'boolean' }, { type: 'integer', minimum: 0, maximum: 9 }] };
    expect(describeField(field)).toBe('true or false or a whole number from 0 to 9');
  });
});

describe('fields with a format', () => {
  it('say what the text is', () => {
    expect(describeField({ type: 'string', format: 'percentage' })).toBe('a percentage such as 50% or 50p');
    expect(describeField({ unit: 'colour' })).toMatch(/^a colour/);
    expect(describeField({ type: 'string', minLength: 1, maxLength: 9 })).toBe('a text of 1 to 9 characters');
  });
});

describe('fieldSchemas', () => {
  it('is worked out once for each schema', () => {
    expect(fieldSchemas(params)).toBe(fieldSchemas(params));
    expect(Object.keys(fieldSchemas(params))).toEqual(['sigma', 'count', 'a/b~c', 'fit', 'list']);
  });
});

describe('show', () => {
  it.each([
    ['text', '"text"'],
    [{ a: [1, null], b: null }, '{"a":"...","b":null}'],
    [[1, [2], 3n], '[1,"...","3"]'],
    [undefined, 'undefined'],
    [Infinity, 'Infinity'],
    [10n, '10'],
  ])('writes %o as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });

  it('cuts long values to 60 characters', () => {
    expect(show('x'.repeat(1000))).toBe(`"${'x'.repeat(56)}...`);
    expect(show('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`);
  });

  it('does not fail on a value that holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    expect(show(loop)).toBe('{"loop":"..."}');
  });
});

describe('isRecord', () => {
  it('takes objects, and neither lists nor null', () => {
    expect([{}, Object.create(null), [], null, undefined, 'x', 1].map(isRecord)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
