/** Finds the output format from the ending of a file's name and from the format asked for. */
import { extname } from 'node:path';
import { invalidParameters, type NoirError } from '../core/errors.ts';
import type { Format } from '../formats/format.ts';
import { findFormat, formatNames } from '../formats/registry.ts';
import { suggestion } from '../recipe/nearest.ts';

/** The output that the pipeline asks for. */
export interface Writing {
  /** The format asked for, by any of its names, unchecked. `auto` and undefined leave the choice to Noir. */
  readonly format: unknown;
  /** The last op, if it returns JSON. */
  readonly report?: string | undefined;
}

/**
 * The format of a file: the one asked for, else the one of the name's ending. Undefined when neither is known. Throws
 * `invalid-parameter` when no format is asked for and the ending is unknown, and when the ending belongs to another
 * format than the one asked for.
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
  const near = suggestion(ending, formatNames);
  throw refused(
    `${path}: no format has the ending .${ending}${near || `; use one of ${formatNames.join(', ')}, or name the format`}`,
  );
}

function refused(reason: string): NoirError {
  return invalidParameters([{ pointer: '', reason }]);
}
