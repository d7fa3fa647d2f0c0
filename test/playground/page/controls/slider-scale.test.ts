import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { listOps } from '../../../../src/ops/registry.ts';
import { numberIn, PLACES, scaleOf } from '../../../../src/playground/page/controls/slider-scale.ts';
import { fieldSchemas } from '../../../../src/recipe/faults.ts';

const fields = listOps().flatMap((op) =>
  Object.entries(fieldSchemas(op.params)).flatMap(([name, field]) =>
    numberIn(field) ? [[op.name, name, field, op.params.shape[name as never]] as const] : [],
  ),
);

describe('a slider', () => {
  it.each(fields)(
    'of %s %s stays within what the field takes, and comes back to a value',
    (_, __, field, schema: z.ZodType) => {
      const scale = scaleOf(field);
      const { minimum = -Infinity, maximum = Infinity, type } = numberIn(field) ?? {};
      for (const place of [0, 1, 333, 420, 500, 777, PLACES - 1, PLACES]) {
        const value = scale.toValue(place);
        expect(schema.safeParse(value)).toMatchObject({ success: true });
        expect(value).toBeGreaterThanOrEqual(minimum);
        expect(value).toBeLessThanOrEqual(maximum);
        if (type === 'integer') expect(Number.isInteger(value)).toBe(true);
        expect(scale.toValue(scale.toPlace(value))).toBe(value);
      }
      expect(scale.toPlace(scale.low)).toBe(0);
      expect(scale.toPlace(scale.high)).toBeCloseTo(PLACES);
    },
  );

  it('of a quality is even, and one of pixels goes by factors', () => {
    const quality = { type: 'integer', minimum: 1, maximum: 100 };
    expect(scaleOf(quality).toPlace(50.5)).toBe(PLACES / 2);
    expect(scaleOf({ ...quality, unit: 'pixels' }).toPlace(10)).toBeCloseTo(PLACES / 2);
  });

  it('of levels goes as far as the pixel type', () => {
    const field = {
      type: 'number',
      unit: 'levels',
      suggested: [-255, 255] as const,
      minimum: -1e9,
      maximum: 1e9,
    };
    expect(scaleOf(field, 65535)).toMatchObject({ low: -65535, high: 65535 });
    expect(scaleOf(field, 1)).toMatchObject({ low: -1, high: 1 });
  });
});
