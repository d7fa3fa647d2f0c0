/** The folder of the package, for files that are read when the program runs: shaders, `package.json`, the worker's entry. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether the TypeScript sources run, in a checkout, and not the built package. */
export const FROM_SOURCES = import.meta.url.endsWith('.ts');

/** The absolute path of a file of the package, given from its root. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(path, root()));
}

let found: URL | undefined;

/** Code lies at several depths, because the build joins modules. */
function root(): URL {
  if (found) return found;
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  found = folder;
  return folder;
}
