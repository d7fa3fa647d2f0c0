/** Gathers the further files that a recipe names, so that a job holds everything that it reads. */
import { stat } from 'node:fs/promises';
import { allSteps, type Recipe } from '../recipe/recipe.ts';
import { fileError } from './file-error.ts';
import type { Source } from './job.ts';
import { stampOf } from './open-file.ts';

/** Finds a file by its name in a recipe. Undefined when there is none. */
export type FindFile = (name: string) => Promise<Source | undefined>;

/** Takes names for paths, for callers who own the machine. Throws `not-found` for a missing file. */
export const findOnDisk: FindFile = async (path) => {
  const found = await stat(path).catch((error) => {
    throw fileError(path, error);
  });
  if (found.isDirectory()) throw fileError(path, { code: 'EISDIR' });
  return { kind: 'file', path, length: found.size };
};

/** The names of the files that the steps read, each once. */
export function fileNames(recipe: Pick<Recipe, 'steps' | 'outputs'>): string[] {
  const sources = allSteps(recipe).flatMap(({ op, params }) => op.sources?.(params) ?? []);
  return [...new Set(sources.flatMap((source) => (source.kind === 'file' ? [source.name] : [])))];
}

/** Gathers the files that exist. The Runner reports the missing ones, with the steps that name them. */
export async function gatherFiles(recipe: Recipe, find: FindFile): Promise<Record<string, Source>> {
  const found = await Promise.all(fileNames(recipe).map(async (name) => [name, await find(name)] as const));
  return Object.fromEntries(found.filter((entry): entry is [string, Source] => entry[1] !== undefined));
}

/** A text for each file on disk, with its name, that changes when the file does. Rejects as the system does. */
export function stampsOf(files: Readonly<Record<string, Source>>): Promise<string[]> {
  const stamps = Object.entries(files).map(async ([name, file]) => {
    return file.kind === 'file' ? `${name}\n${stampOf(await stat(file.path, { bigint: true }))}` : name;
  });
  return Promise.all(stamps);
}
