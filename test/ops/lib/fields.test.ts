import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { color, perChannel, requiredColor } from '../../../src/ops/lib/fields.ts';
import { position } from '../../../src/ops/lib/placement.ts';

const factor = perChannel({ unit: 'ratio', min: -5, max: 5, default: 1, describe: 'Factor.' });

describe('fields that have one spelling of a value', () => {
  it('still say in JSON Schema all that they take', () => {
    const schemaOf = (field: z.ZodType) => z.toJSONSchema(field, { io: 'input' });
    const kinds = [
      expect.objectContaining({ type: 'string', format: 'color' }),
      expect.objectContaining({ type: 'array', minItems: 3, maxItems: 4 }),
      expect.objectContaining({ type: 'object', required: ['r', 'g', 'b'] }),
      expect.objectContaining({ type: 'integer', maximum: 0xffffff }),
    ];
    expect(schemaOf(color('white', 'Paper.'))).toMatchObject({
      default: 'white',
      description: 'Paper.',
      unit: 'colour',
      anyOf: kinds,
    });
    expect(schemaOf(requiredColor('Ink.'))).toMatchObject({ description: 'Ink.', anyOf: kinds });
    expect(schemaOf(factor)).toMatchObject({ default: 1, anyOf: [{ type: 'number' }, { type: 'array' }] });
    const [names] = schemaOf(position('Where.')).anyOf ?? [];
    expect(names).toMatchObject({ enum: expect.arrayContaining(['right top', 'northeast', 'center']) });
  });

  it('give the one spelling, also of the default', () => {
    expect(color('white', '').parse(undefined)).toBe('ffffff');
    expect(factor.parse([2])).toBe(2);
    expect(position('').parse('left top')).toBe('northwest');
  });

  it.each([
    ['#F80', 'ff8800'],
    ['ff8800ff', 'ff8800'],
    ['RebeccaPurple', '663399'],
    ['transparent', '00000000'],
    [[255, 136, 0], 'ff8800'],
    [
      [255, 136, 0.5],
      [255, 136, 0.5],
    ],
    [{ r: 255, g: 136, b: 0 }, 'ff8800'],
    [{ r: 0, g: 0, b: 0, alpha: 0.5 }, [0, 0, 0, 0.5]],
    [{ r: 1, g: 2, b: 3, alpha: 0 }, '01020300'],
    ['rgb(255, 136, 0)', 'ff8800'],
    ['RGB(255 136 0)', 'ff8800'],
    ['rgba(0,0,0,0)', '00000000'],
    ['rgb( 0 0 0 / 50% )', [0, 0, 0, 0.5]],
    [0x00ff88, '00ff88'],
    [0, '000000'],
  ])('take %j as the colour %j', (value, spelled) => {
    expect(requiredColor('').parse(value)).toEqual(spelled);
    expect(requiredColor('').parse(spelled)).toEqual(spelled);
  });

  it.each([
    [[1, 2, 3, 2]],
    ['constructor'],
    ['#12345'],
    ['rgb(256, 0, 0)'],
    ['rgb(1, 2)'],
    ['rgb(1.2.3, 0, 0)'],
    ['rgba(0, 0, 0, 2)'],
    [`rgb(${' '.repeat(5000)}`],
    [[1, 2]],
    [-1],
    [0x1000000],
    [{ r: 1, g: 2 }],
    [{ r: 1, g: 2, b: 3, alpha: 255 }],
    [{ r: 1, g: 2, b: 3, a: 1 }],
  ])('refuse %o as a colour', (value) => {
    expect(color('white', '').safeParse(value).success).toBe(false);
  });
});
