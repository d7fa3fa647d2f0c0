import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/service/configuration/read.ts';
import { listLines, showConfiguration } from '../../../src/service/configuration/show.ts';

const env = {
  NOIR_API_KEYS: 'hush,hush2',
  NOIR_REDIS: 'redis://user:hush@redis',
  NOIR_SOURCE: 'https://user:hush@example.com/\nphotos=./photos',
  NOIR_DEADLINE: '90s',
};
const configuration = readConfiguration({ env, folder: '/nowhere', flags: { cache: '96' } });

describe('the configuration as it is shown', () => {
  it('has every setting with its value in people’s units, and its place', () => {
    const lines = listLines(configuration);
    expect(lines.length).toBeGreaterThan(40);
    expect(lines).toEqual(
      expect.arrayContaining([
        { key: 'port', value: '8080', from: 'default' },
        { key: 'cache.memory', value: '96MiB', from: '--cache' },
        { key: 'deadline', value: '90s', from: 'NOIR_DEADLINE' },
        { key: 'limits.bodyBytes', value: '32MiB', from: 'default' },
        { key: 'limits.pixels', value: '50MP', from: 'default' },
        { key: 'fallback', value: null, from: 'default' },
        { key: 'apiKeys', value: '(2, hidden)', from: 'NOIR_API_KEYS' },
      ]),
    );
  });

  it('hides secrets, and passwords in addresses', () => {
    const shown = showConfiguration(configuration) + JSON.stringify(listLines(configuration));
    expect(shown).not.toContain('hush');
    expect(shown).toContain('https://user:(hidden)@example.com/; photos=./photos');
  });
});
