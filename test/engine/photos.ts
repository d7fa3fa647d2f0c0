import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/data/photos/', import.meta.url));

/** Photos beside the checkout, where there are any: `[name, path]`, those of some folders only if asked. */
export function listPhotos(...folders: string[]): [name: string, path: string][] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(jpe?g|png)$/i.test(path))
    .filter((path) => folders.length === 0 || folders.some((folder) => path.startsWith(folder)))
    .sort()
    .map((path) => [basename(path), FOLDER + path]);
}
