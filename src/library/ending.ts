/** The format of a file by its name's ending, beside the format that was asked for. */
import { extname } from 'node:path';
import { invalidParameters, type NoirError } from '../core/errors.ts';
import type { Format } from '../formats/format.ts';
import { findFormat, formatNames } from '../formats/registry.ts';

/** What is to be written. */
export interface Writing {
  /** The format asked for, by any of its names, unchecked; `auto` and undefined leave the choice. */
  readonly format: unknown;
  /** The op at the end that answers JSON, if there is one. */
  readonly report?: string | undefined;
}

/**
 * The format of a file: the one asked for, else the one of its ending; undefined where neither is known. Throws `invalid-parameter` for an
 * ending that is no format's, where none was asked for, and for one that belongs to another format than was asked for.
 */
export function formatOfEnding(path: string, { format: asked, report }: Writing): Format | undefined {
  const ending = extname(path).slice(1);
  const isJson = ending.toLowerCase() === 'json';
  if (report !== undefined) {
    if (ending === '' || isJson) return undefined;
    throw refused(`${path}: ${report} answers JSON; write it to a .json file`);
  }
  if (isJson) throw refused(`${path}: only a step such as stats at the end answers JSON`);
  const found = findFormat(ending);
  if (asked !== undefined && asked !== 'auto') {
    const wanted = findFormat(String(asked));
    if (!found || !wanted || found === wanted) return wanted;
    throw refused(`${path}: the ending says ${found.name}, but the format asked for is ${wanted.name}`);
  }
  if (found || ending === '') return found;
  throw refused(
    `${path}: no format has the ending .${ending}; use one of ${formatNames.join(', ')}, or name the format`,
  );
}

function refused(reason: string): NoirError {
  return invalidParameters([{ pointer: '', reason }]);
}
