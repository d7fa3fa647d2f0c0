import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.ts';

/** Reads Noir's package.json. */
export function readPackage(): { readonly version: string; readonly description: string } {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
}
