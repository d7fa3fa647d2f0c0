/**
 * The recipe that a pipeline has collected so far: options of the input, steps, output, and the files given in code.
 */
import { invalidParameters, isNoirError } from '../core/errors.ts';
import { type FindFile, findOnDisk } from '../engine/files.ts';
import type { Op } from '../ops/op.ts';
import { fieldSchemas, isRecord } from '../recipe/faults.ts';
import { type OpenInput, openInput } from './input.ts';
import type { InputOptions } from './methods/input.ts';
import { recordOf } from './run-options.ts';

/** A file given in place of a name, and the parameter that holds it. */
interface GivenFile {
  readonly input: OpenInput;
  /** JSON pointer to the parameter. */
  readonly pointer: string;
}

/** One of several outputs, as it is written in a recipe. */
interface DraftBranch {
  readonly name?: string;
  readonly steps: Draft['steps'];
  readonly output: Draft['output'];
}

export interface Draft {
  readonly input: InputOptions;
  /** JSON pointer to the output that the steps belong to; empty for the steps of the recipe itself. */
  readonly place: string;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly output: Readonly<Record<string, unknown>>;
  /** Several outputs in place of the one. */
  readonly outputs?: readonly DraftBranch[];
  /** Whether the pipeline returns samples instead of a file. */
  readonly raw: boolean;
  /** Files given in place of a name, by the name that Noir gave them. */
  readonly files: ReadonlyMap<string, GivenFile>;
  /** The paths of further files. */
  readonly paths: readonly string[];
}

/** A draft without steps, with the options of the input as they were given. */
export function newDraft(options: unknown): Draft {
  const { raw: _, ...input } = isRecord(options) ? recordOf(options) : {};
  const isWrong = options !== undefined && options !== null && !isRecord(options);
  const reading = (isWrong ? options : input) as InputOptions;
  return { input: reading, place: '', steps: [], output: {}, raw: false, files: new Map(), paths: [] };
}

/** The draft of one of several outputs, without steps. It knows the files of `before`, the output in front of it. */
export function newBranch(trunk: Draft, index: number, { files, paths }: Draft): Draft {
  return { ...newDraft(trunk.input), place: `/outputs/${index}`, files, paths };
}

/** Longest name of a file in a recipe, in characters. A longer path gets a short name, as a file in code does. */
const LONGEST_NAME = 255;

/** A call of an op's method. */
interface Call {
  readonly name: string;
  /** Undefined when no op has the name. */
  readonly op: Op | undefined;
  readonly parameters: object;
}

/** The draft with one more step. Files among its parameters get names. */
export function addStep(draft: Draft, { name, op, parameters }: Call): Draft {
  const files = new Map(draft.files);
  const paths = [...draft.paths];
  const fields = op ? fieldSchemas(op.params) : {};
  const given = Object.entries(parameters).filter(([field, value]) => value !== null || !mayLack(op, field));
  const named = given.map(([field, value]) => {
    if (value === undefined || value === null || fields[field]?.format !== 'file') return [field, value];
    const input = openInput(value);
    if (input.path !== undefined) paths.push(input.path);
    if (typeof value === 'string' && value.length <= LONGEST_NAME) return [field, value];
    const file = `file ${files.size + 1}`;
    files.set(file, { input, pointer: `${draft.place}/steps/${draft.steps.length}/${field}` });
    return [field, file];
  });
  return { ...draft, files, paths, steps: [...draft.steps, { ...Object.fromEntries(named), op: name }] };
}

/** Whether the op has a parameter of that name that may be left out. `null` leaves it out, as in sharp. */
function mayLack(op: Op | undefined, field: string): boolean {
  return op?.params.shape[field]?.safeParse(undefined).success === true;
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

/** The error of an input, with a pointer to its parameter. */
function pointedAt(pointer: string, error: unknown): unknown {
  if (!isNoirError(error) || error.errors.length === 0) return error;
  return invalidParameters(error.errors.map(({ reason }) => ({ pointer, reason })));
}
