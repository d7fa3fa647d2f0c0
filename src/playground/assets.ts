/** Finds the files of the page: in a build all of them lie in one folder, in a checkout where they are written. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FROM_SOURCES, packageFile } from '../package-root.ts';
import { pageScript } from './script.ts';

export interface Asset {
  readonly bytes: Uint8Array;
  /** Its media type. */
  readonly type: string;
}

const HOME = FROM_SOURCES ? 'src/playground' : 'dist/playground';

/** Folders by the first part of an address below `/assets/`. */
const FOLDERS: Readonly<Record<string, string>> = {
  page: `${HOME}/page`,
  samples: `${HOME}/samples`,
  thumbnails: FROM_SOURCES ? 'docs/ops' : `${HOME}/thumbnails`,
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  tif: 'image/tiff',
  cube: 'text/plain; charset=utf-8',
};

/** The folder of the sample photos, which `noir serve --playground` also offers as a source. */
export function samplesFolder(): string {
  return packageFile(`${HOME}/samples`);
}

/** The file of an address such as `page/styles/base.css`. Undefined when the page has no such file. */
export async function readAsset(path: string): Promise<Asset | undefined> {
  const [, folder = '', rest = '', ending = ''] = /^(\w+)\/((?:[\w-]+\/)*[\w-]+\.(\w+))$/.exec(path) ?? [];
  if (!Object.hasOwn(FOLDERS, folder) || !Object.hasOwn(TYPES, ending)) return undefined;
  const isScript = path === 'page/main.js';
  // The folder is part of the package; a file that strangers ask for may not be there.
  const file = join(packageFile(FOLDERS[folder] as string), rest);
  const bytes = isScript ? await pageScript() : await readFile(file).catch(() => undefined);
  return bytes && { bytes, type: TYPES[ending] as string };
}
