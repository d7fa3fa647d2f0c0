import { expect, test } from 'vitest';
import { canonicalText } from '../../src/recipe/canonical.ts';
import { Recipes } from '../../src/recipe/recipes.ts';

const recipes = new Recipes();
const meaning = (text: string) => canonicalText(recipes.parseOps(text));
const json = (value: unknown) => canonicalText(recipes.parse(value));

test.each<[string, object]>([
  ['w_300', { width: 300 }],
  ['h_200,w_300,fit_fill', { width: 300, height: 200, fit: 'fill' }],
  ['s_300x200', { width: 300, height: 200 }],
  ['s_300', { width: 300, height: 300 }],
  ['w_300,h_200,pos_right-top', { width: 300, height: 200, position: 'northeast' }],
  ['w_300,h_200,pos_0.2:0.9', { width: 300, height: 200, position: [0.2, 0.9] }],
  ['w_300,h_200,fit_pad,b_ff0000', { width: 300, height: 200, fit: 'contain', background: 'ff0000' }],
  ['w_300,h_200,fit_scale-down', { width: 300, height: 200, fit: 'inside' }],
  ['w_301,dpr_1.5', { width: 452 }],
  ['dpr_2,w_50p', { width: '50%' }],
  ['w_300,enlarge', { width: 300, withoutEnlargement: false }],
  ['w_300,enlarge_false', { width: 300 }],
])('%s is a resize that does not enlarge unless asked', (text, params) => {
  expect(meaning(text)).toBe(json({ steps: [{ op: 'resize', withoutEnlargement: true, ...params }] }));
});

test('the resize stands where the first short name stood, and the long name enlarges as in sharp', () => {
  const size = { op: 'resize', width: 30, height: 20, withoutEnlargement: true };
  const blur = { op: 'blur', sigma: 2 };
  const flip = { op: 'flip' };
  expect(meaning('blur_2,w_30,flip,h_20,f_webp,q_40')).toBe(
    json({ steps: [blur, size, flip], output: { format: 'webp', quality: 40 } }),
  );
  expect(meaning('resize_30')).toBe(json({ steps: [{ op: 'resize', width: 30 }] }));
});

test.each([
  ['w_0', '/steps/0/width'],
  ['w_x', '/steps/0/width'],
  ['w_1_2', '/steps/0/w (value 2)'],
  ['w_1,w_2', '/steps/0/w (again)'],
  ['s_1,w_2', '/steps/0/w (again)'],
  ['s_10x10x10', '/steps/0/height'],
  ['w_1,fit_covr', '/steps/0/fit'],
  ['w_1,fit_constructor', '/steps/0/fit'],
  ['dpr_0,w_1', '/dpr'],
  ['dpr_9,w_1', '/dpr'],
  ['dpr_1,dpr_1,w_1', '/dpr'],
  ['enlarge_1,w_1', '/enlarge'],
])('%s is refused at %s', (text, pointer) => {
  expect(() => recipes.parseOps(text)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
  );
});

test.each(['w_1,w_2', 's_1,h_2', 'linear_1_a=2', 'f_webp_quality=70,q_80', 'failOn_none,failOn_none'])(
  'what %s gives twice is said to be there twice',
  (text) => {
    expect(() => recipes.parseOps(text)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ reason: 'given twice' })] }),
    );
  },
);
