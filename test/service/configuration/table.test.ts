import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OTHER_VARIABLES, unknownVariables } from '../../../src/service/configuration/environment.ts';
import { flagOf, keyOf, variableOf } from '../../../src/service/configuration/names.ts';
import { listEntries } from '../../../src/service/configuration/table.ts';
import { writeValue } from '../../../src/service/configuration/types.ts';
import { readValue } from '../../../src/service/configuration/values.ts';

const entries = listEntries();

describe('the table of settings', () => {
  it('has no name twice', () => {
    for (const names of [
      entries.flatMap((entry) => variableOf(entry) ?? []),
      entries.flatMap((entry) => /--[\w-]+/.exec(flagOf(entry) ?? '')?.[0] ?? []),
    ]) {
      expect(names.length).toBeGreaterThan(20);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    }
  });

  it('has no flag for a secret', () => {
    expect(entries.filter((entry) => entry.setting.secret && flagOf(entry)).map(keyOf)).toEqual([]);
  });

  it.each(entries.map((entry) => [keyOf(entry), entry.setting] as const))(
    'writes the default of %s so that it reads as the same',
    (_, { type, default: usual }) => {
      const value = usual();
      if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
      expect(readValue(type, writeValue(type, value))).toEqual({ kind: 'value', value });
    },
  );
});

describe('unknownVariables', () => {
  it('names what is misspelt, with what was meant', () => {
    const env = { NOIR_BACKEND: 'cpu', NOIR_GPU: 'off', NOIR_CACHE: '/x', NOIR_TEST_SEED: '1', PATH: '/bin' };
    expect(unknownVariables(env)).toEqual(['NOIR_BACKEND is no setting; did you mean NOIR_BACKENDS?']);
    expect(unknownVariables({ NOIR_PORT: '80' })).toEqual(['NOIR_PORT is no setting; did you mean PORT?']);
  });

  it('knows every variable that the sources read', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const read = sources.flatMap((path) => [
      ...readFileSync(`src/${path}`, 'utf8').matchAll(/env\??\.(NOIR_\w+)/g),
    ]);
    const env = Object.fromEntries(read.map(([, name]) => [name, '1']));
    expect(Object.keys(env).length).toBeGreaterThan(Object.keys(OTHER_VARIABLES).length);
    expect(unknownVariables(env)).toEqual([]);
  });
});
