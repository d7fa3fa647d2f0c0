import { readFileSync } from 'node:fs';

/** What the package says of itself. `dist` and `src` are equally far from package.json. */
export function readPackage(): { readonly version: string; readonly description: string } {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}
