import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.ts';

interface Package {
  readonly version: string;
  readonly description: string;
}

let read: Package | undefined;

/** Noir's package.json, which is read once. */
export function readPackage(): Package {
  read ??= JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as Package;
  return read;
}
