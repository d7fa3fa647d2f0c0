/** Reads the recipe of a batch: a row of ops, or a JSON file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Limits } from '../../core/limits.ts';
import { describeFileError } from '../../engine/file-error.ts';
import { listOps } from '../../ops/registry.ts';
import { parseOps } from '../../recipe/grammar.ts';
import { suggestion } from '../../recipe/nearest.ts';
import { hintAtOtherWord } from '../../recipe/other-words.ts';
import { parseRecipe, type Recipe } from '../../recipe/recipe.ts';
import { parseJsonFile } from '../../service/json-file.ts';
import { UsageError } from '../failure.ts';
import { encodeFileNames } from '../run/file-names.ts';
import { looksLikeOps } from '../run/format.ts';

/** The words of the arguments, by what they mean. */
interface Words {
  readonly inputs: readonly string[];
  readonly ops: string;
}

interface Source {
  readonly recipe?: string;
  readonly format?: string;
}

/** The last word is the row of ops, unless a file has the recipe or a format is all that changes. */
export function splitWords(words: readonly string[], { recipe, format }: Source): Words {
  const last = words.at(-1) ?? '';
  const isOps = recipe === undefined && looksLikeOps(last);
  if (isOps) {
    if (words.length === 1)
      throw new UsageError(`${last} are ops; say before them which pictures to process`);
    return { inputs: words.slice(0, -1), ops: last };
  }
  if (recipe !== undefined || format !== undefined) return { inputs: words, ops: '' };
  throw new UsageError(whyNoOps(last, words.at(-2)));
}

function whyNoOps(last: string, before: string | undefined): string {
  const [name = ''] = last.split(/[_,]/, 1);
  if (before !== undefined && looksLikeOps(before) && !existsSync(before))
    return existsSync(last)
      ? `the ops come last: noir batch ${last} ${before}`
      : `${last} is no op; did you mean ${before}_${last}?`;
  const names = listOps().flatMap(({ name: known, aliases }) => [known, ...aliases]);
  const hint = existsSync(last) ? '' : hintAtOtherWord(name) || suggestion(name, names);
  if (hint !== '') return `there is no op ${name}${hint}`;
  return `the last argument, ${last}, is no row of ops; say what to do, such as resize_800, or give --format`;
}

/** The recipe for every picture. Throws `UsageError` for contradictions, and `NoirError` for a wrong recipe. */
export async function readRecipe(ops: string, source: Source, limits: Limits): Promise<Recipe> {
  const draft: Record<string, unknown> =
    source.recipe === undefined ? parseOps(encodeFileNames(ops)) : await readJson(source.recipe);
  if (source.format === undefined) return parseRecipe(draft, limits);
  if (draft.outputs !== undefined) {
    throw new UsageError('--format is of no use here: each output of the recipe says its own');
  }
  const { format } = (draft.output ?? {}) as { format?: unknown };
  if (format !== undefined && format !== source.format) {
    throw new UsageError(`--format ${source.format}: the recipe says ${String(format)}`);
  }
  return parseRecipe({ ...draft, output: { ...(draft.output as object), format: source.format } }, limits);
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const name = path === '-' ? 'stdin' : path;
  if (path === '-' && process.stdin.isTTY)
    throw new UsageError('there is nothing on stdin; pipe a recipe into it');
  const reading = path === '-' ? text(process.stdin) : readFile(path, 'utf8');
  const json = await reading.catch((error) => {
    throw new UsageError(`cannot read ${name}: ${describeFileError(error)}`);
  });
  const value = parseJson(json, name);
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value };
  throw new UsageError(`${name} is no JSON object`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return parseJsonFile(text, path);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
