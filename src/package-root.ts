/** The folder of the package, for files that are read when the program runs: shaders, `package.json`, the worker's entry. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NAME = 'noir-image';

/** Where this code lies; undefined if an app was bundled as CommonJS, with Noir in it. */
const HERE: string | undefined = import.meta.url;

/** Whether the TypeScript sources run, in a checkout, and not the built package. */
export const FROM_SOURCES = HERE?.endsWith('.ts') ?? false;

/** The absolute path of a file of the package, given from its root. Throws an error that says what to do when it is not there. */
export function packageFile(path: string): string {
  found ??= find();
  const file = (found.isBuilt && named()[path]) || fileURLToPath(new URL(path, found.root));
  if (existsSync(file)) return file;
  throw new Error(`the package ${NAME} lacks ${file}: copy all of its files when you deploy`);
}

/**
 * Files of the built package, in which this module lies in `dist/chunks`. The tools that collect the files of a deployment, such as
 * Next's, Nitro's and Vercel's, know a path if it is written in full, beginning with `import.meta.url`.
 */
const named = (): Readonly<Record<string, string>> => ({
  'wgsl/': join(dirname(fileURLToPath(import.meta.url)), '../../wgsl/'),
  'dist/workers/entry.js': join(dirname(fileURLToPath(import.meta.url)), '../workers/entry.js'),
});

interface Found {
  readonly root: URL;
  /** Whether this module is one of the built package, and in no bundle of somebody else. */
  readonly isBuilt: boolean;
}

let found: Found | undefined;

function find(): Found {
  const above = HERE === undefined ? undefined : findAbove(HERE);
  if (above) return { root: above, isBuilt: !FROM_SOURCES };
  return { root: findInstalled(), isBuilt: false };
}

/** Code lies at several depths, because the build joins modules. */
function findAbove(start: string): URL | undefined {
  for (let folder = new URL('.', start), last = ''; folder.href !== last; folder = new URL('..', folder)) {
    if (isPackage(new URL('package.json', folder))) return folder;
    last = folder.href;
  }
  return undefined;
}

function isPackage(file: URL): boolean {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).name === NAME;
  } catch {
    return false;
  }
}

/** A bundler has put this code into a file of an app. The package may be installed beside it. */
function findInstalled(): URL {
  try {
    const require = createRequire(HERE ?? resolve(process.argv[1] ?? '.'));
    return new URL('.', pathToFileURL(require.resolve(`${NAME}/package.json`)));
  } catch (cause) {
    const how = `leave it out of the bundle (esbuild: --external:${NAME}), and install it beside`;
    throw new Error(`${NAME} was bundled into another file, where it lacks its own files: ${how}`, { cause });
  }
}
