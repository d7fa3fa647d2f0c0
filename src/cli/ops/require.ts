/** Finds the ops that arguments name. */

import { findInputOption } from '../../formats/input.ts';
import type { Op } from '../../ops/op.ts';
import { findOp, listOps } from '../../ops/registry.ts';
import { suggestion } from '../../recipe/nearest.ts';
import { hintAtOtherWord } from '../../recipe/other-words.ts';
import { isShortName } from '../../recipe/short-names.ts';
import { UsageError } from '../failure.ts';

/** The op of a name or an alias. Throws `UsageError` with the nearest name. */
export function requireOp(name: string): Op {
  const op = findOp(name);
  if (op) return op;
  const names = listOps().flatMap((known) => [known.name, ...known.aliases]);
  const hint = hintAtRow(name) || hintAtOtherWord(name) || suggestion(name, names);
  throw new UsageError(`there is no op ${name}${hint || '; noir ops lists them all'}`);
}

/** Words that rows of ops have beside ops. */
const OTHERS: Readonly<Record<string, string>> = {
  f: 'f_webp sets the format of the output',
  q: 'q_80 sets the quality of the output',
  keep: 'keep_icc, keep_exif and keep_all keep metadata',
};

function hintAtRow(name: string): string {
  if (Object.hasOwn(OTHERS, name)) return `; ${OTHERS[name]}`;
  if (isShortName(name)) return `; ${name} is short for a part of resize: noir ops resize`;
  return findInputOption(name) ? `; ${name} says how the file is read, in front of the ops` : '';
}
