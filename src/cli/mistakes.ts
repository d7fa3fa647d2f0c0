/** Says what to do about words that are no command and options that do not exist. */
import { existsSync, statSync } from 'node:fs';
import { UsageError } from './failure.ts';

/** Commands whose arguments hold ops. */
const TAKE_OPS: readonly (string | undefined)[] = ['run', 'batch', 'explain'];

/** A line to print below the error `text` of a command, which says what to do; empty where the error says it. */
export function hintAt(text: string, command: string | undefined): string {
  const [, word = ''] = /unknown option '(-[^']*)'/.exec(text) ?? [];
  // A file whose name begins with a dash looks like an option.
  if (existsSync(word)) return `(Write ./${word} for the file of that name.)\n`;
  if (/^-\w{2}/.test(word) && TAKE_OPS.includes(command))
    return '(Ops have no dash, and commas between them: resize_800,sharpen.)\n';
  return /too many arguments for '(run|explain)'/.test(text)
    ? '(Put commas between ops: resize_800,sharpen.)\n'
    : '';
}

/** A line to print below the error `text` of an option that has the name of an op; empty for others. */
export async function hintAtOp(text: string): Promise<string> {
  const [, word = ''] = /unknown option '--([^'=]*)/.exec(text) ?? [];
  if (word === '') return '';
  const { findOp } = await import('../ops/registry.ts');
  return findOp(word) ? `(${word} is an op, and ops have no dashes: noir ops ${word} describes it.)\n` : '';
}

/**
 * Throws `UsageError` for `noir WORD` where the word is a file or ops, and for `noir help WORD` where the word is no command.
 * commander refuses every other word.
 */
export async function refuseUnknownCommand(
  words: readonly string[],
  commands: readonly string[],
): Promise<void> {
  const names = ['help', ...commands];
  const [first = '', word = ''] = words;
  if (first === 'help') return refuseHelp(word, names);
  if (first === '' || first.startsWith('-') || names.includes(first)) return;
  const { looksLikeOps } = await import('./run/format.ts');
  const noCommand = `there is no command ${first}`;
  const found = statSync(first, { throwIfNoEntry: false });
  if (found?.isDirectory())
    throw new UsageError(`${noCommand}; to process the folder: noir batch ${first} resize_800 --out out`);
  if (found) throw new UsageError(`${noCommand}; to process the file: noir run ${first} resize_800 out.jpg`);
  if (looksLikeOps(first))
    throw new UsageError(`${noCommand}; to run ops on a picture: noir run photo.jpg ${first} out.jpg`);
}

async function refuseHelp(word: string, names: readonly string[]): Promise<void> {
  if (word === '' || word.startsWith('-') || names.includes(word)) return;
  const { findOp } = await import('../ops/registry.ts');
  const { suggestion } = await import('../recipe/nearest.ts');
  const hint = findOp(word) ? `; noir ops ${word} describes the op` : suggestion(word, names);
  throw new UsageError(`there is no command ${word}${hint || '; noir help lists them all'}`);
}
