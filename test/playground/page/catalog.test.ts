import { expect, test } from 'vitest';
import type { Op } from '../../../src/ops/op.ts';
import { OPS } from '../../../src/ops/registry.ts';
import { type CatalogOp, firstValues } from '../../../src/playground/page/catalog.ts';
import { describeOp } from '../../../src/recipe/catalog.ts';

/** The parameters of a new step on a picture of so many pixels across. */
function first(name: keyof typeof OPS, width: number) {
  const { schema, ...op } = describeOp(OPS[name] as Op);
  const fields = schema.properties as CatalogOp['fields'];
  return firstValues({ ...op, fields }, width, (file) => file);
}

test('lengths of a new step are parts of the picture, within their bounds', () => {
  expect(first('resize', 1600)).toEqual({ width: 800 });
  expect(first('resize', 1)).toEqual({ width: 1 });
  expect(first('pixelate', 960)).toEqual({ size: 40 });
  expect(first('text', 6000)).toMatchObject({ size: 1000, margin: 188 });
});

test('lengths of details stay', () => {
  expect(first('blur', 6000)).toEqual({ sigma: 1.3 });
});
