/** Finds out which results of a batch are there already. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { describeFileError } from '../../engine/file-error.ts';
import { UsageError } from '../failure.ts';
import { UNKNOWN } from './names.ts';

/** Paths of files below the folder of results, such as those that are there at the beginning. */
export class Present {
  readonly #paths: ReadonlySet<string>;
  readonly #forwards: readonly string[];
  /** Each path from its end on, for names that begin with a number. */
  readonly #backwards: readonly string[];

  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths);
    this.#forwards = paths.toSorted();
    this.#backwards = paths.map(turned).sort();
  }

  /**
   * The files in those folders below `out` that the paths lie in: not in all folders below it, which may be many, and of which some may
   * be closed to this user. Follows links, as writing does. Throws `UsageError` when a folder cannot be read.
   */
  static async read(out: string, paths: readonly string[]): Promise<Present> {
    const lister = new Lister(out);
    const folders = new Set<string>();
    for (const folder of new Set(paths.map(dirname))) {
      for (const found of await lister.foldersLike(folder)) folders.add(found);
    }
    const files: string[] = [];
    for (const folder of folders) {
      for (const entry of await lister.list(folder))
        if (!entry.isDirectory()) files.push(join(folder, entry.name));
    }
    return new Present(files);
  }

  /** Whether there is a file of that path. `UNKNOWN` in it stands for a number. */
  has(path: string): boolean {
    return this.matching(path).length > 0;
  }

  /** The paths that are that one. `UNKNOWN` in it stands for a number. */
  matching(path: string): readonly string[] {
    if (!path.includes(UNKNOWN)) return this.#paths.has(path) ? [path] : [];
    const pattern = patternOf(path);
    const ahead = beginningWith(this.#forwards, path.slice(0, path.indexOf(UNKNOWN)));
    const behind = beginningWith(this.#backwards, turned(path.slice(path.lastIndexOf(UNKNOWN) + 1)));
    const paths =
      behind.end - behind.from < ahead.end - ahead.from
        ? this.#backwards.slice(behind.from, behind.end).map(turned)
        : this.#forwards.slice(ahead.from, ahead.end);
    return paths.filter((each) => pattern.test(each));
  }
}

function turned(text: string): string {
  return text.split('').reverse().join('');
}

/** Where among sorted texts those lie that begin with one. */
function beginningWith(sorted: readonly string[], start: string) {
  // No name has this character, which sorts behind all others.
  return { from: indexOf(sorted, start), end: indexOf(sorted, `${start}\uffff`) };
}

/** The index of the first text that does not sort before another one. */
function indexOf(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Matches the names that one with `UNKNOWN` may turn out to be. */
function patternOf(name: string): RegExp {
  return new RegExp(`^${name.split(UNKNOWN).map(literal).join('\\d+')}$`);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Lists folders below a folder, each once. */
class Lister {
  readonly #out: string;
  readonly #lists = new Map<string, Promise<readonly Dirent[]>>();

  constructor(out: string) {
    this.#out = out;
  }

  /** What is in a folder; nothing where there is none. */
  list(folder: string): Promise<readonly Dirent[]> {
    const path = join(this.#out, folder);
    const listed =
      this.#lists.get(folder) ??
      readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
        throw new UsageError(`cannot read the folder ${path}: ${describeFileError(error)}`);
      });
    this.#lists.set(folder, listed);
    return listed;
  }

  /** The folders that a path may turn out to be. `UNKNOWN` in it stands for a number. */
  async foldersLike(folder: string): Promise<readonly string[]> {
    let found: readonly string[] = ['.'];
    for (const part of folder.split(sep)) {
      const names = async (above: string) => {
        if (!part.includes(UNKNOWN)) return [part];
        const entries = await this.list(above);
        return entries.map(({ name }) => name).filter((name) => patternOf(part).test(name));
      };
      const lists = await Promise.all(
        found.map(async (above) => (await names(above)).map((name) => join(above, name))),
      );
      found = lists.flat();
    }
    return found;
  }
}
