import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RUNTIMES } from '../../scripts/runtimes/list.ts';

it('has the results of the versions that are pinned, and of no others', () => {
  const page = readFileSync(new URL('../../docs/runtimes.md', import.meta.url), 'utf8');
  const heading = /^\| +\| (.*) \|$/m.exec(page)?.[1];
  expect(heading?.split(' | ')).toEqual(RUNTIMES.map(({ name, version }) => `${name} ${version}`));
  for (const { version } of RUNTIMES) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
