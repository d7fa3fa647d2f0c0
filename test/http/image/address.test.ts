import { expect, test } from 'vitest';
import { pathBehind, readOps, readSource, splitPath } from '../../../src/http/image/address.ts';
import { canonicalText } from '../../../src/recipe/canonical.ts';
import { Recipes } from '../../../src/recipe/recipes.ts';

const recipes = new Recipes();
const meaning = (segment: string) => canonicalText(readOps(segment, (text) => recipes.parseOps(text)).recipe);

test.each([
  ['w_300&h_200', 'w_300,h_200'],
  ['w%5F300%2Ch%5F200', 'w_300,h_200'],
  ['w%5F300%26h%5F200', 'w_300,h_200'],
  // As encodeURIComponent writes it.
  ['w_300%2Ch_200%2Cpos_0.1%3A0.9', 'w_300,h_200,pos_0.1:0.9'],
  ['w_300&f_avif', 'w_300,f_avif'],
  ['_', ''],
  ['composite_my%5Flogo%2C1%26.png', 'composite_my%5Flogo%2C1%26.png'],
])('the segment %s means %s', (segment, text) => {
  expect(meaning(segment)).toBe(canonicalText(recipes.parseOps(text)));
});

test('an underscore inside a value stays, encoded once in a bare segment and twice in an encoded one', () => {
  const wanted = canonicalText(recipes.parse({ steps: [{ op: 'composite', image: 'my_logo.png' }] }));
  expect(meaning('composite_my%5Flogo.png')).toBe(wanted);
  expect(meaning('composite%5Fmy%255Flogo.png')).toBe(wanted);
});

test.each([
  ['cats/tom.jpg', 'cats/tom.jpg'],
  ['a%20b.jpg', 'a b.jpg'],
  ['a%2520b.jpg', 'a%20b.jpg'],
  ['a+b.jpg', 'a+b.jpg'],
  ['100%25.jpg', '100%.jpg'],
  ['what%3F.jpg', 'what?.jpg'],
  ['no%231.jpg', 'no#1.jpg'],
  ['me@home.jpg', 'me@home.jpg'],
  ['%E7%8C%AB.jpg', '猫.jpg'],
  ['%E3%81%8B%E3%82%99.jpg', '\u304b\u3099.jpg'],
  ['%E3%81%8C.jpg', '\u304c.jpg'],
  ['a[1](2){3}.jpg', 'a[1](2){3}.jpg'],
  ['cats%2Ftom.jpg', 'cats/tom.jpg'],
  ['https:/example.com/a.jpg', 'https://example.com/a.jpg'],
  ['https://example.com/a%2520b.jpg', 'https://example.com/a%20b.jpg'],
  ['https%3A%2F%2Fexample.com%2Fa.jpg%3Fv%3D1', 'https://example.com/a.jpg?v=1'],
])('the source %s is %s', (path, address) => {
  expect(readSource(path)).toBe(address);
});

test('percent signs that encode nothing are refused', () => {
  for (const text of ['100%.jpg', '%ff.jpg', '%zz'])
    expect(() => readSource(text)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
});

test('the path behind a route is as it was sent, below a prefix too', () => {
  const path = (url: string, route: string) => splitPath(pathBehind(url, route));
  const rest = { ops: 'w_1', source: 'a%20b//c.jpg' };
  expect(path('http://x/image/w_1/a%20b//c.jpg?v=1', '/image/*')).toEqual(rest);
  expect(path('http://x/a/b/image/w_1/a%20b//c.jpg', '/a/:b/image/*')).toEqual(rest);
  expect(path('http://x/image/w_1', '/image/*')).toEqual({ ops: 'w_1', source: '' });
});
