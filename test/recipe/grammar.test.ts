import { describe, expect, it } from 'vitest';
import type { Op } from '../../src/ops/op.ts';
import { findOp } from '../../src/ops/registry.ts';
import { parseOps, writeStep } from '../../src/recipe/grammar.ts';
import { parseRecipe, type StepInput } from '../../src/recipe/recipe.ts';

/** What is wrong with a recipe in the URL grammar, pointers only. */
function faultsOf(text: string): string[] {
  try {
    parseRecipe(parseOps(text));
    return [];
  } catch (error) {
    return (error as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
  }
}

describe('parseOps', () => {
  it.each<[string, unknown]>([
    ['keep_icc', ['icc']],
    ['keep_exif,negate,keep_icc', ['icc', 'exif']],
    ['keep_exif_icc_exif', ['icc', 'exif']],
    ['f_webp,keep_icc,keep_all', ['all']],
    ['keep', undefined],
    ['f_webp', undefined],
  ])('"%s" keeps %j', (text, kept) => {
    expect(parseRecipe(parseOps(text)).output.keep).toEqual(kept);
  });

  it.each(['f_auto_quality=50', 'f_webp_quality=50', 'f_auto,q_50'])('"%s" has the quality 50', (text) => {
    expect(parseRecipe(parseOps(text)).output.quality).toBe(50);
  });

  it.each(['keep_gps', 'keep_icc_', 'keep_ALL', `keep${'_icc_exif'.repeat(300)}_no`])(
    'refuses %s',
    (text) => {
      expect(faultsOf(text)).toEqual(['/output/keep']);
    },
  );

  it.each<[string, object[]]>([
    ['greyscale', [{ op: 'greyscale' }]],
    ['linear_1.2_-10', [{ op: 'linear', a: 1.2, b: -10 }]],
    ['linear_b=-10', [{ op: 'linear', b: -10 }]],
    ['linear_2_b=3', [{ op: 'linear', a: 2, b: 3 }]],
    ['linear_1.1:1:0.9', [{ op: 'linear', a: [1.1, 1, 0.9] }]],
    ['linear_a=1:2:3_b=.5', [{ op: 'linear', a: [1, 2, 3], b: 0.5 }]],
    ['negate_false', [{ op: 'negate', alpha: false }]],
    ['convolve_1_1_2', [{ op: 'convolve', width: 1, height: 1, kernel: [2] }]],
    ['composite_my%5Flogo%2C.png', [{ op: 'composite', image: 'my_logo,.png' }]],
    ['tint_123456', [{ op: 'tint', color: '123456' }]],
    ['tint_255:136:0', [{ op: 'tint', color: [255, 136, 0] }]],
    ['tint_SlateBlue', [{ op: 'tint', color: 'SlateBlue' }]],
    ['cast_u16_scale=false', [{ op: 'cast', type: 'u16', scale: false }]],
    ['gamma_2.2,negate', [{ op: 'gamma', gamma: 2.2 }, { op: 'negate' }]],
    ['gamma_1e-1,gamma_+2,gamma_2.', [1e-1, 2, 2].map((gamma) => ({ op: 'gamma', gamma }))],
    ['GRAY_luminance', [{ op: 'GRAY', method: 'luminance' }]],
    ['', []],
    [',,negate,,', [{ op: 'negate' }]],
  ])('reads "%s"', (text, steps) => {
    expect(parseOps(text)).toEqual({ steps, output: {} });
    expect(faultsOf(text)).toEqual([]);
  });

  it('reads the output format and quality wherever they stand', () => {
    expect(parseOps('f_webp,negate,q_75')).toEqual({
      steps: [{ op: 'negate' }],
      output: { format: 'webp', quality: 75 },
    });
  });

  it('reads the options of the input before the first step', () => {
    expect(parseOps('f_webp,failOn_none,ALPHA_none,bands_3,page_2,pages_all,animated_true,negate')).toEqual({
      input: { failOn: 'none', alpha: 'none', bands: [3], page: 2, pages: 'all', animated: true },
      steps: [{ op: 'negate' }],
      output: { format: 'webp' },
    });
    expect(parseOps('bands_0:1:2,pages_-1').input).toEqual({ bands: [0, 1, 2], pages: -1 });
  });

  it('reads the options of a format behind its name', () => {
    expect(parseOps('f_tiff_compression=none,negate').output).toEqual({
      format: 'tiff',
      compression: 'none',
    });
    expect(parseOps('f_jpg_progressive=true_quality=70').output).toEqual({
      ...{ format: 'jpg', progressive: true, quality: 70 },
    });
    expect(faultsOf('f_jpeg_progressive=true_chromaSubsampling=4:4:4,f_jpeg')).toEqual([]);
  });

  it.each([
    ['failOn_never', '/input/failOn'],
    ['failOn_none,failOn_none', '/input/failOn (again)'],
    ['failOn_none_truncated', '/input/failOn (value 2)'],
    ['page', '/input/page'],
    ['page_1.5', '/input/page'],
    ['negate,page_1', '/steps/1/op'],
    ['q_75.5', '/output/quality'],
    ['q_', '/output/quality'],
    ['q_high', '/output/quality'],
    ['q_0x10', '/output/quality'],
    ['f_', '/output/format'],
    ['f_bmp', '/output/format'],
    ['f_webp_lossless', '/output/value 2'],
    ['f_webp_lossless=1', '/output/lossless'],
    ['f_webp_quality=70,q_80', '/output/quality (again)'],
    ['f_webp_sharpness=1', '/output/sharpness'],
    ['linear_0x10', '/steps/0/a'],
    ['linear_1_a=2', '/steps/0/a (again)'],
    ['linear_b=1_b=2', '/steps/0/b (again)'],
    ['negate_op=linear', '/steps/0/op (again)'],
    ['linear_1_2_3', '/steps/0/value 3'],
    ['linear_Infinity', '/steps/0/a'],
    ['linear_NaN', '/steps/0/a'],
    ['linear_1e999', '/steps/0/a'],
    ['linear_', '/steps/0/a'],
    ['linear_a=', '/steps/0/a'],
    ['linear_1:', '/steps/0/a'],
    ['linear_1:2:3:4', '/steps/0/a'],
    ['linear_1:x:3', '/steps/0/a'],
    ['linear_%31', '/steps/0/a'],
    ['linear_=2', '/steps/0/a'],
    ['linear_c=2', '/steps/0/c'],
    ['negate_1', '/steps/0/alpha'],
    ['negate_True', '/steps/0/alpha'],
    ['cast', '/steps/0/type'],
    ['cast_u32', '/steps/0/type'],
    ['shrimp_2', '/steps/0/op'],
    ['negate,shrimp', '/steps/1/op'],
    ['_', '/steps/0/op'],
    ['=', '/steps/0/op'],
    ['__proto__', '/steps/0/op'],
    ['constructor', '/steps/0/op'],
    ['constructor_1', '/steps/0/op'],
    ['linear_constructor=1', '/steps/0/constructor'],
    ['linear_toString=1', '/steps/0/toString'],
    ['linear_hasOwnProperty=1', '/steps/0/hasOwnProperty'],
  ])('leaves what is wrong with "%s" to be told at %s', (text, pointer) => {
    expect(faultsOf(text)).toEqual([pointer]);
  });

  it('changes the prototype of nothing', () => {
    // Underscores separate values, so the name itself cannot be written; its pieces can.
    const { steps } = parseOps('linear___proto__=1,__proto___a=1');
    for (const step of steps) expect(Object.getPrototypeOf(step)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  // Time that grows with the square of a text of megabytes would not end within a day.
  it('takes time in proportion to its text', () => {
    parseOps('linear_1,'.repeat(200_000));
    parseOps(`linear_${'1'.repeat(2_000_000)}x`);
    parseOps(`linear_${'1:'.repeat(1_000_000)}`);
  });
});

describe('writeStep', () => {
  it.each<[string, StepInput]>([
    ['negate', { op: 'negate' }],
    ['negate_false', { op: 'negate', alpha: false }],
    ['linear_1.2_-10', { op: 'linear', a: 1.2, b: -10 }],
    ['linear_b=-10', { op: 'linear', b: -10 }],
    ['linear_1:2:3_0.5', { op: 'linear', a: [1, 2, 3], b: 0.5 }],
    ['cast_u16_false', { op: 'cast', type: 'u16', scale: false }],
  ])('writes "%s", which is read as the same step', (text, { op, ...parameters }) => {
    expect(writeStep(findOp(op) as Op, parameters)).toBe(text);
    expect(parseOps(text).steps).toEqual([{ op, ...parameters }]);
  });
});
