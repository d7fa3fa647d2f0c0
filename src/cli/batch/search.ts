/** Looks for the files of a folder or a pattern. */
import { type Dirent, lstat, readdir, type Stats, stat } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { type GlobOptions, glob } from 'tinyglobby';
import { UsageError } from '../failure.ts';

interface Search {
  readonly pattern: string;
  /** Where the search begins. */
  readonly base: string;
  /** The folder of results: files in it are left out when it is below the base. */
  readonly out: string;
  readonly anyCase?: boolean;
}

/**
 * The paths of the files that match, sorted: also those of links that lead nowhere and of folders that cannot be read, and none
 * that is there only because a link leads back to a folder above it.
 */
export async function searchFiles({ pattern, base, out, anyCase = false }: Search): Promise<string[]> {
  const unread: string[] = [];
  const found = await glob(pattern, {
    cwd: base,
    caseSensitiveMatch: !anyCase,
    fs: keepUnreadable((folder) => unread.push(relative(base, folder))),
  });
  if (unread.includes('')) throw new UsageError(`cannot read the folder ${base}: permission denied`);
  const results = await resultsBelow(out, base);
  const paths: string[] = [];
  const leftOut = new Map<string, boolean>();
  for (const path of [...found, ...unread].sort().map((each) => join(base, each))) {
    const folder = dirname(path);
    if (!leftOut.has(folder))
      leftOut.set(folder, (await isInCircle(folder, base)) || (await isWithin(folder, results)));
    if (!leftOut.get(folder)) paths.push(path);
  }
  return paths;
}

/** The folder of results without links, where it is there; undefined if the base is that folder or below it. */
async function resultsBelow(out: string, base: string): Promise<string | undefined> {
  const results = await realpath(out).catch(() => undefined);
  return (await isWithin(base, results)) ? undefined : results;
}

/** Whether a folder is another one, which is without links, or below it. */
async function isWithin(folder: string, other: string | undefined): Promise<boolean> {
  const real = other === undefined ? undefined : await realpath(folder).catch(() => undefined);
  if (other === undefined || real === undefined) return false;
  return real === other || isBelow(real, other);
}

/** Whether a path is below a folder. */
function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  // On Windows the way to another drive is a whole path.
  return way !== '' && way.split(sep)[0] !== '..' && !isAbsolute(way);
}

/** A file system for `glob`, which takes a link that leads nowhere for a file, and leaves out folders that it cannot read. */
function keepUnreadable(onFolder: (path: string) => void): NonNullable<GlobOptions['fs']> {
  const system = {
    realpath: (path: string, done: (error: null, path: string) => void) =>
      realpath(path).then(
        (real) => done(null, real),
        () => done(null, path),
      ),
    stat: (path: string, done: (error: NodeJS.ErrnoException | null, found: Stats) => void) =>
      stat(path, (error, found) => (error ? lstat(path, done) : done(null, found))),
    readdir: (path: string, options: { withFileTypes: true }, done: Listed) =>
      readdir(path, options, (error, entries) => {
        if (error && mayHavePictures(error, path)) onFolder(path);
        done(error, entries);
      }),
  };
  return system as unknown as NonNullable<GlobOptions['fs']>;
}

/** Whether a folder that could not be read is there: it is closed to this user, or its name is not UTF-8. */
function mayHavePictures({ code }: NodeJS.ErrnoException, path: string): boolean {
  return code === 'EACCES' || code === 'EPERM' || (code === 'ENOENT' && path.includes('\uFFFD'));
}

type Listed = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/** Whether a folder is the same as one of those above it, down from the base, or one of these is. */
async function isInCircle(folder: string, base: string): Promise<boolean> {
  const seen = new Set([await realpath(base)]);
  let place = base;
  for (const part of relative(base, folder).split(sep).filter(Boolean)) {
    place = join(place, part);
    const real = await realpath(place);
    if (seen.has(real)) return true;
    seen.add(real);
  }
  return false;
}
