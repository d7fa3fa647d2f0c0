/** Makes the names of results from a template, before and after their extent is known. */
import { basename, extname, normalize, sep } from 'node:path';
import type { Extent } from '../../core/image.ts';
import type { FormatName } from '../../formats/format.ts';
import { FORMATS, findFormat } from '../../formats/registry.ts';
import { UsageError } from '../failure.ts';
import { type Input, stemOf } from './inputs.ts';

const FIELDS = ['dir', 'name', 'file', 'ext', 'width', 'height', 'output'] as const;

type Field = (typeof FIELDS)[number];

/** Stands for a number that is not known yet. No name of a file can have it. */
export const UNKNOWN = '\0';

/** A path for people, with `*` for numbers that are not known. */
export function shownPath(path: string): string {
  return path.replaceAll(UNKNOWN, '*');
}

/** A result as far as it is known. */
export interface Result {
  /** `json` for a report; undefined where the client's input decides and is not read yet. */
  readonly format: FormatName | 'json' | undefined;
  readonly extent?: Extent;
  /** The name of one of several outputs. */
  readonly output?: string;
}

export class NameTemplate {
  readonly #parts: readonly (string | { readonly field: Field })[];

  /** Throws `UsageError` for an unknown field, and for a template whose names differ too little. */
  constructor(text: string, hasSeveral: boolean) {
    this.#parts = text.split(/(\{[^{}]*\})/).map((part) => {
      const [, name] = /^\{(.*)\}$/.exec(part) ?? [];
      if (name === undefined) return part;
      if (!FIELDS.includes(name as Field)) {
        throw new UsageError(`--name: there is no field {${name}}; there are {${FIELDS.join('}, {')}}`);
      }
      return { field: name as Field };
    });
    if (!this.has('name') && !this.has('file'))
      throw new UsageError('--name: {name} is missing, so that all results had one name');
    if (text.startsWith('/'))
      throw new UsageError('--name: results are below the folder of --out; leave out the / in front');
    if (text.endsWith('/')) throw new UsageError('--name: the name of the file is missing behind the last /');
    if (hasSeveral && !this.has('output')) {
      throw new UsageError('--name: {output} is missing, so that all outputs of a picture had one name');
    }
    if (!hasSeveral && this.has('output')) {
      throw new UsageError('--name: {output} names one of several outputs, and the recipe has one');
    }
  }

  /** The path below the folder of results. Numbers that are not known yet are `UNKNOWN`. */
  pathOf(input: Input, { format, extent, output }: Result): string {
    const values: Record<Field, string> = {
      dir: input.folder,
      name: stemOf(input),
      file: basename(input.path),
      ext: endingOf(input, format),
      width: String(extent?.width ?? UNKNOWN),
      height: String(extent?.height ?? UNKNOWN),
      output: output ?? '',
    };
    const name = this.#parts.map((part) => (typeof part === 'string' ? part : values[part.field])).join('');
    // Without a folder in front, `{dir}/{name}` would begin at the root.
    const path = normalize(name.replace(/^\/+/, ''));
    if (path.split(sep)[0] === '..')
      throw new UsageError(`--name leads out of the folder of results: ${path}`);
    refuseOtherEnding(path, format);
    return path;
  }

  /** Whether names hold a field. */
  has(field: Field): boolean {
    return this.#parts.some((part) => typeof part !== 'string' && part.field === field);
  }
}

/** Throws `UsageError` for a name whose ending is that of another format. */
function refuseOtherEnding(path: string, format: Result['format']): void {
  const said = findFormat(extname(path).slice(1))?.name;
  if (said === undefined || format === undefined || said === format) return;
  throw new UsageError(
    `--name: the ending of ${shownPath(path)} says ${said}, but the result is ${format}; write .{ext} for it, or give --format ${said}`,
  );
}

/** The input's own ending if it means the format, else the format's first. */
function endingOf({ path }: Input, format: Result['format']): string {
  const own = extname(path).slice(1);
  if (format === undefined || format === 'json') return format ?? own;
  return findFormat(own)?.name === format ? own : FORMATS[format].extensions[0];
}
