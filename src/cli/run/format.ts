/** Chooses the format of the command line's output: the one in the ops, else the one of the file's ending. */
import { extname } from 'node:path';
import { findInputOption } from '../../formats/input.ts';
import { findFormat } from '../../formats/registry.ts';
import { formatOfEnding } from '../../library/ending.ts';
import { findOp, listOps } from '../../ops/registry.ts';
import { suggestion } from '../../recipe/nearest.ts';
import { isShortName } from '../../recipe/short-names.ts';
import { UsageError } from '../failure.ts';

/** The output of a command. */
interface Goal {
  readonly path: string;
  /** The op at the end that answers JSON. */
  readonly report?: string | undefined;
  /** Whether no ops were given. The path may then be ops whose output the user forgot. */
  readonly withoutOps: boolean;
}

/**
 * The recipe's output for a file of that name. Throws for an ending that is no format's, or another format's than the
 * ops ask for.
 */
export function settleFormat(
  output: Readonly<Record<string, unknown>>,
  { path, report, withoutOps }: Goal,
): Record<string, unknown> {
  const { format, ...rest } = output;
  const asked = format === 'auto' ? undefined : format;
  const wanted = asked === undefined ? rest : { ...rest, format: asked };
  if (path === '-') return wanted;
  // Checked first: the dot of `linear_1.2` looks like an ending.
  if (withoutOps && !hasKnownEnding(path) && looksLikeOps(path)) {
    throw new UsageError(`${path} are ops; say after them which file to write, such as out.png`);
  }
  const misspelt = withoutOps && extname(path) === '' ? describeMisspelt(path) : undefined;
  if (misspelt !== undefined) {
    throw new UsageError(
      `${misspelt} Say after the ops which file to write, or write ./${path} for that file`,
    );
  }
  const found = formatOfEnding(path, { format: asked, report });
  return found ? { ...rest, format: found.name } : wanted;
}

function hasKnownEnding(path: string): boolean {
  return findFormat(extname(path).slice(1)) !== undefined;
}

/** Whether a word begins as a row of ops. A forgotten output must not make a file that is called `greyscale`. */
export function looksLikeOps(path: string): boolean {
  const [name = '', value] = path.split(',', 1)[0]?.split('_') ?? [];
  if (findOp(name) !== undefined || findInputOption(name) !== undefined) return true;
  // One or two letters may well be a file; with a value they are a size, a format or a quality.
  return value !== undefined && (isShortName(name) || ['f', 'q', 'keep'].includes(name));
}

/** Says which op was meant by a word that begins as a row of ops with a misspelt name, such as `resise_800`. */
export function describeMisspelt(path: string): string | undefined {
  const [, name] = /^(\w[^_,]*)[_,]/.exec(path) ?? [];
  const hint = suggestion(
    name,
    listOps().flatMap(({ name: known, aliases }) => [known, ...aliases]),
  );
  return hint === '' ? undefined : `there is no op ${name}${hint}`;
}
