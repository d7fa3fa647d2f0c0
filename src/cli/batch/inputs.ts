/** Finds the pictures that a batch is about: files, those in folders, and those that match patterns. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { hintAtMissing } from '../../engine/file-error.ts';
import { FORMATS } from '../../formats/registry.ts';
import { UsageError } from '../failure.ts';

/** A picture to process. */
export interface Input {
  readonly path: string;
  /** Its folder, relative to where the search for it began; empty for that place itself. */
  readonly folder: string;
  /** Length in bytes. */
  readonly length: number;
  /** Times of last access and last change. */
  readonly accessed: Date;
  readonly changed: Date;
}

/** What a word of the arguments stands for: the place where its search began, and the paths of its files. */
interface Found {
  readonly base: string;
  readonly paths: readonly string[];
}

const ENDINGS = Object.values(FORMATS).flatMap(({ extensions }) => extensions);

/**
 * The pictures that the words name, each once, in the order of the words and of the paths. Throws `UsageError` for a
 * file that is not there and for words that match nothing.
 */
export async function findInputs(words: readonly string[]): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  const files: string[] = [];
  for (const word of words) {
    const isFile = await kindOf(word);
    if (isFile === 'file') files.push(word);
    else for (const input of await inputsOf(await search(word, isFile))) add(inputs, input);
  }
  // A shell has made files of a pattern: their folders below the one that they share are kept.
  if (files.length > 0) {
    for (const input of await inputsOf({ base: sharedFolder(files), paths: files })) add(inputs, input);
  }
  if (inputs.size === 0) throw new UsageError(`no picture matches ${words.join(' ')}`);
  return [...inputs.values()];
}

function add(inputs: Map<string, Input>, input: Input): void {
  const place = resolve(input.path);
  if (!inputs.has(place)) inputs.set(place, input);
}

async function kindOf(word: string): Promise<'file' | 'folder' | 'nothing'> {
  const found = await stat(word).catch(() => undefined);
  if (!found) return 'nothing';
  return found.isDirectory() ? 'folder' : 'file';
}

async function search(word: string, kind: 'folder' | 'nothing'): Promise<Found> {
  if (kind === 'folder') {
    const paths = await glob(`**/*.{${ENDINGS.join(',')}}`, { cwd: word, caseSensitiveMatch: false });
    return { base: word, paths: paths.sort().map((path) => join(word, path)) };
  }
  const folders = word.split(sep).join('/').split('/');
  const first = folders.findIndex((folder) => isDynamicPattern(folder));
  if (first < 0) throw new UsageError(`there is no file ${word}${hintAtMissing(word)}`);
  // The folders before the first wildcard are where the search begins.
  const base = folders.slice(0, first).join('/') || (word.startsWith('/') ? '/' : '.');
  const paths = await glob(folders.slice(first).join('/'), { cwd: base });
  return { base, paths: paths.sort().map((path) => join(base, path)) };
}

/** The lowest folder that holds all files. */
function sharedFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => dirname(resolve(file)).split(sep));
  const same = first.findIndex((folder, at) => others.some((other) => other[at] !== folder));
  return (same < 0 ? first : first.slice(0, same)).join(sep) || sep;
}

const UNSEEN = { size: 0, atime: new Date(0), mtime: new Date(0) };

async function inputsOf({ base, paths }: Found): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    // One that cannot be looked at, such as one whose name is not UTF-8, is a failure of its own when its turn comes.
    const { size, atime, mtime } = await stat(path).catch(() => UNSEEN);
    const folder = relative(base, dirname(path));
    inputs.push({ path, folder, length: size, accessed: atime, changed: mtime });
  }
  return inputs;
}

/** The file's name without its ending. */
export function stemOf({ path }: Pick<Input, 'path'>): string {
  return basename(path).replace(/(?<=.)\.[^.]*$/, '');
}
