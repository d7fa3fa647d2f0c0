import { expect, it } from 'vitest';
import { Faults, placeOf, pointerTo } from '../../src/core/faults.ts';

it.each([
  ['', ''],
  ['/steps', 'steps'],
  ['/steps/0', 'step 1'],
  ['/steps/2/sigma', 'step 3, sigma'],
  ['/steps/2/op', 'step 3'],
  ['/steps/9/a~1b~0c', 'step 10, a/b~c'],
  ['/output/quality', 'output quality'],
  ['/input/failOn', 'input failOn'],
])('the place of "%s" is "%s" for people', (pointer, place) => {
  expect(placeOf(pointer)).toBe(place);
});

it('a pointer escapes its name, and cuts one that is far too long', () => {
  expect(pointerTo('/steps/0', 'a/b~c')).toBe('/steps/0/a~1b~0c');
  expect(pointerTo('', 'x'.repeat(101))).toBe(`/${'x'.repeat(97)}...`);
});

it('faults beyond the first 20 are counted, and their reasons are never asked for', () => {
  const faults = new Faults();
  for (let nth = 0; nth < 30; nth++) {
    faults.add(`/${nth}`, () => {
      if (nth >= 20) throw new Error('nobody reads this');
      return `reason ${nth}`;
    });
  }
  expect([faults.first.length, faults.count]).toEqual([20, 30]);
  expect(faults.first[19]).toEqual({ pointer: '/19', reason: 'reason 19' });
});
