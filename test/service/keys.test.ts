import { expect, it } from 'vitest';
import { checkKeys } from '../../src/service/keys.ts';

const KEY = 'k'.repeat(32);

it('keys are texts of some length', () => {
  expect(() => checkKeys([KEY, `${KEY}x`], 'a key')).not.toThrow();
  const wrong = [[], [KEY, 'short'], [undefined], [KEY, null], KEY] as unknown[][];
  for (const keys of wrong)
    expect(() => checkKeys(keys, 'a key')).toThrow('a key has at least 32 characters');
});
