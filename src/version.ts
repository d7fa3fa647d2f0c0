import { readFileSync } from 'node:fs';

/** Reads Noir's package.json, which is equally far from `dist` and from `src`. */
export function readPackage(): { readonly version: string; readonly description: string } {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}
