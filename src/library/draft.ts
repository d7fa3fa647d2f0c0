/** What a pipeline has been told so far: how the file is read, steps, output, and the files that were given in code. */
import { invalidParameters, isNoirError } from '../core/errors.ts';
import { type FindFile, findOnDisk } from '../engine/files.ts';
import type { Op } from '../ops/op.ts';
import { fieldSchemas } from '../recipe/faults.ts';
import { type OpenInput, openInput } from './input.ts';
import type { InputOptions } from './methods/input.ts';

/** A file that stood in place of a name, and where in the recipe. */
interface GivenFile {
  readonly input: OpenInput;
  /** JSON pointer to the parameter. */
  readonly pointer: string;
}

export interface Draft {
  readonly input: InputOptions;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly output: Readonly<Record<string, unknown>>;
  /** Whether the samples are wanted in place of a file. */
  readonly raw: boolean;
  /** Files that stood in place of a name, by the name that they got. */
  readonly files: ReadonlyMap<string, GivenFile>;
  /** The paths of further files. */
  readonly paths: readonly string[];
}

/** A draft without steps. */
export function newDraft(input: InputOptions): Draft {
  return { input, steps: [], output: {}, raw: false, files: new Map(), paths: [] };
}

/** Longest name of a file that a recipe takes, in characters. A longer path is given a name, as a file in code is. */
const LONGEST_NAME = 255;

/** A step as it is called. */
interface Call {
  readonly name: string;
  /** Undefined where there is no op of the name. */
  readonly op: Op | undefined;
  readonly parameters: object;
}

/** The draft with one more step. Files among its parameters get names. */
export function addStep(draft: Draft, { name, op, parameters }: Call): Draft {
  const files = new Map(draft.files);
  const paths = [...draft.paths];
  const fields = op ? fieldSchemas(op.params) : {};
  const named = Object.entries(parameters).map(([field, value]) => {
    if (value === undefined || fields[field]?.format !== 'file') return [field, value];
    const input = openInput(value);
    if (input.path !== undefined) paths.push(input.path);
    if (typeof value === 'string' && value.length <= LONGEST_NAME) return [field, value];
    const file = `file ${files.size + 1}`;
    files.set(file, { input, pointer: `/steps/${draft.steps.length}/${field}` });
    return [field, file];
  });
  return { ...draft, files, paths, steps: [...draft.steps, { ...Object.fromEntries(named), op: name }] };
}

/** Finds a further file: the one given in code, else the one at that path. */
export function findIn({ files }: Draft): FindFile {
  return async (name) => {
    const given = files.get(name);
    if (!given) return findOnDisk(name);
    return given.input.read().catch((error) => {
      throw pointedAt(given.pointer, error);
    });
  };
}

/** The error of an input with the place of the parameter that it was given for. */
function pointedAt(pointer: string, error: unknown): unknown {
  if (!isNoirError(error) || error.errors.length === 0) return error;
  return invalidParameters(error.errors.map(({ reason }) => ({ pointer, reason })));
}
