import { readFileSync } from 'node:fs';

/** Noir's own version. `dist/cli` and `src/cli` are equally far from package.json. */
export function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
