/** Finds the pictures that a batch is about: files, those in folders, and those that match patterns. */
import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import { FORMATS } from '../../formats/registry.ts';
import { UsageError } from '../failure.ts';
import { describeMissing } from '../missing-file.ts';
import { looksLikeOps } from '../run/format.ts';
import { type Problem, problemOf } from './problem.ts';
import { searchFiles } from './search.ts';

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
  /** Why it cannot be read. */
  readonly problem?: Problem | undefined;
}

/** What a word of the arguments stands for: the place where its search began, and the paths of its files. */
interface Found {
  readonly base: string;
  readonly paths: readonly string[];
}

const ENDINGS = Object.values(FORMATS).flatMap(({ extensions }) => extensions);

/**
 * The pictures that the words name, each once, in the order of the words and of the paths. A folder or a pattern leaves out
 * what is in the folder of results. Throws `UsageError` for a file that is not there and for words that match nothing.
 */
export async function findInputs(words: readonly string[], out: string): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  const files: string[] = [];
  for (const word of words) {
    const kind = await kindOf(word);
    if (kind === 'file') files.push(word);
    else for (const input of await inputsOf(await search(word, kind, out))) add(inputs, input);
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
  // A link that leads nowhere, or a name that is not UTF-8, comes from a pattern of the shell: one failure among others.
  if (!found)
    return word.includes('\uFFFD') || (await lstat(word).catch(() => undefined)) ? 'file' : 'nothing';
  return found.isDirectory() ? 'folder' : 'file';
}

async function search(word: string, kind: 'folder' | 'nothing', out: string): Promise<Found> {
  if (kind === 'folder') {
    const pattern = `**/*.{${ENDINGS.join(',')}}`;
    return { base: word, paths: await searchFiles({ pattern, base: word, out, anyCase: true }) };
  }
  if (word === '-') throw new UsageError('noir batch reads files; noir run takes a picture from stdin');
  const folders = word.split(sep).join('/').split('/');
  const first = folders.findIndex((folder) => isDynamicPattern(folder));
  if (first < 0) throw new UsageError(whyNoFile(word));
  // The folders before the first wildcard are where the search begins.
  const base = folders.slice(0, first).join('/') || (word.startsWith('/') ? '/' : '.');
  return { base, paths: await searchFiles({ pattern: folders.slice(first).join('/'), base, out }) };
}

function whyNoFile(word: string): string {
  if (!looksLikeOps(word)) return describeMissing(word);
  return `there is no file ${word}; the ops are the last argument, with commas between them, and --recipe takes their place`;
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
    // One that cannot be looked at, such as one whose name is not UTF-8, is a failure of its own.
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    const { size, atime, mtime } = found instanceof Error ? UNSEEN : found;
    const folder = relative(base, dirname(path));
    const problem = problemOf(path, found);
    inputs.push({ path, folder, length: size, accessed: atime, changed: mtime, problem });
  }
  return inputs;
}

/** The file's name without its ending. */
export function stemOf({ path }: Pick<Input, 'path'>): string {
  return basename(path).replace(/(?<=.)\.[^.]*$/, '');
}
