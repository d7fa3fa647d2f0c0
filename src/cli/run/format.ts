import { extname } from 'node:path';
import { findInputOption } from '../../formats/input.ts';
import { findFormat, formatNames } from '../../formats/registry.ts';
import { findOp } from '../../ops/registry.ts';
import { UsageError } from '../failure.ts';

/**
 * The recipe's output for a file of that name: a format that the ops ask for wins, then the name's
 * ending; a name without one keeps the input's format. Throws for an ending that is no format's.
 */
export function settleFormat(
  output: Readonly<Record<string, unknown>>,
  path: string,
  withoutOps: boolean,
): Record<string, unknown> {
  const { format, ...rest } = output;
  const asked = format === undefined || format === 'auto' ? {} : { format };
  if ('format' in asked || path === '-') return { ...rest, ...asked };
  const ending = extname(path).slice(1);
  if (ending === 'json') return rest;
  const found = findFormat(ending);
  if (found) return { ...rest, format: found.name };
  // Checked first: the dot of `linear_1.2` looks like an ending.
  if (withoutOps && looksLikeOps(path)) {
    throw new UsageError(`${path} are ops; say after them which file to write, such as out.png`);
  }
  if (ending === '') return rest;
  throw new UsageError(
    `${path}: there is no format with the ending .${ending}; use one of ${formatNames.join(', ')}, or f_… in the ops`,
  );
}

/** A forgotten output must not make a file that is called `greyscale`. */
function looksLikeOps(path: string): boolean {
  const [name = ''] = path.split(/[_,]/);
  return findOp(name) !== undefined || findInputOption(name) !== undefined;
}
