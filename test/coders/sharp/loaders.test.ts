import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('leaves libvips the six formats that Noir reads', () => {
  const script = fileURLToPath(new URL('closed.ts', import.meta.url));
  const said = execFileSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' });
  const six = ['avif', 'gif', 'jpeg', 'png', 'tiff', 'webp'];
  const { before, after } = JSON.parse(said) as Record<'before' | 'after', string[]>;
  expect(before).toContain('svg');
  expect(after).toEqual(six);
});
