import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../../shared/data/photos/', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/photos/', import.meta.url));

/**
 * The fixtures' photos, and those beside the checkout where there are any, of some folders only if asked:
 * `[name, path]`.
 */
export function listPhotos(...folders: string[]): [name: string, path: string][] {
  const wanted = (path: string) => folders.length === 0 || folders.some((folder) => path.startsWith(folder));
  const fixtures = listIn(FIXTURES).map((path) => FIXTURES + path);
  const beside = listIn(BESIDE).filter(wanted);
  return [...fixtures, ...beside.map((path) => BESIDE + path)].map((path) => [basename(path), path]);
}

/** Pictures below a folder, as paths from it. */
function listIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(jpe?g|png)$/i.test(path))
    .sort();
}
