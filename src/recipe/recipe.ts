/** A recipe: its types, and how one of unknown origin is checked. */

import type * as z from 'zod';
import { invalidParameters } from '../core/errors.ts';
import { Faults, pointerTo } from '../core/faults.ts';
import type { Image, Shape } from '../core/image.ts';
import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';
import type { FormatName } from '../formats/format.ts';
import {
  DEFAULT_READING,
  findInputOption,
  INPUT,
  type InputOptions,
  type Reading,
  settleReading,
} from '../formats/input.ts';
import type { Op } from '../ops/op.ts';
import { BUILT_IN, type OpSet } from '../ops/op-set.ts';
import type { OPS } from '../ops/registry.ts';
import { describeFaults, fieldSchemas, isRecord, show } from './faults.ts';
import { type Keep, keepsProfile } from './keep.ts';
import { suggestion } from './nearest.ts';
import { hintAtMisspeltWord, hintAtOtherWord } from './other-words.ts';
import { type RecipeOutput, readOutput, readOutputName, withoutNegativeZero } from './read-output.ts';

export type { RecipeOutput } from './read-output.ts';

/** One operation with its parameters, checked. */
export interface Step {
  readonly op: Op;
  readonly params: unknown;
  /** The shapes of the further pictures that the op reads. They are all that planning needs. */
  readonly others?: readonly Shape[];
  /** The further pictures themselves. Running the step needs them. */
  readonly pictures?: readonly Image[];
}

/** One of several outputs: steps on the picture that the recipe's own steps made, and a format. */
export interface Branch {
  /** Names the output in the answer. Unique in its recipe, in any letter case. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly output: RecipeOutput;
}

/** A checked recipe: the reading of the file, the steps in order, and the output. */
export interface Recipe {
  /** How the file is read. */
  readonly input: Reading;
  /** The steps, in the order in which they run. */
  readonly steps: readonly Step[];
  /** Empty when there are `outputs`. */
  readonly output: RecipeOutput;
  /** Several outputs, which share the steps. Absent for a recipe of one output. */
  readonly outputs?: readonly Branch[];
}

/** The steps of a recipe, then those of each of its outputs. */
export function allSteps({ steps, outputs = [] }: Pick<Recipe, 'steps' | 'outputs'>): readonly Step[] {
  return [...steps, ...outputs.flatMap((branch) => branch.steps)];
}

/** Parameters of an op as a program writes them. Empty for an op without parameters. */
type ParamsInput<Name extends keyof typeof OPS> =
  z.input<(typeof OPS)[Name]['params']> extends Record<string, never>
    ? unknown
    : z.input<(typeof OPS)[Name]['params']>;

/** A step in JSON form, with the types of the registry: `{ op: 'linear', a: 1.2 }`. */
export type StepInput = {
  [Name in keyof typeof OPS]: { op: Name } & ParamsInput<Name>;
}[keyof typeof OPS];

/** An output as it is written in JSON. */
interface OutputInput {
  readonly format?: FormatName | 'auto';
  readonly quality?: number;
  /** The metadata of the input that the file keeps. None by default. */
  readonly keep?: Keep | readonly Keep[];
  readonly [option: string]: unknown;
}

/** One of several outputs as it is written in JSON. */
interface BranchInput {
  /** Up to 64 letters, digits, `.`, `_` and `-`. The number of the output, from 1, when it is absent. */
  readonly name?: string;
  readonly steps?: readonly StepInput[];
  readonly output?: OutputInput;
}

/** A recipe in JSON form. */
export interface RecipeInput {
  /** How the file is read. */
  readonly input?: InputOptions;
  /** Steps in the order in which they run; none by default. */
  readonly steps?: readonly StepInput[];
  /** Format and options of the output; the input's own format by default. */
  readonly output?: OutputInput;
  /** Several outputs in place of one. Each starts from the picture that `steps` made. */
  readonly outputs?: readonly BranchInput[];
}

const FIELDS = ['input', 'steps', 'output', 'outputs'];

/** Outputs of a recipe at most. */
export const MOST_OUTPUTS = 32;

/** Checks a recipe of unknown origin. Throws `invalid-parameter` with its first faults, and the number of all. */
export function parseRecipe(value: unknown, limits: Limits = DEFAULT_LIMITS, ops: OpSet = BUILT_IN): Recipe {
  const faults = new Faults();
  const recipe = readRecipe(value, limits, ops, faults);
  if (faults.count > 0) throw invalidParameters(faults.first, faults.count);
  return recipe;
}

function readRecipe(value: unknown, limits: Limits, ops: OpSet, faults: Faults): Recipe {
  if (!isRecord(value)) {
    faults.add('', `expected an object with steps and output, received ${show(value)}`);
    return { input: DEFAULT_READING, steps: [], output: { options: {} } };
  }
  const { input = {}, steps = [], output = {}, outputs, ...unknown } = value;
  for (const key of Object.keys(unknown)) {
    faults.add(
      () => pointerTo('', key),
      () => `unknown field${suggestion(key, FIELDS) || '; a recipe has input, steps, and output or outputs'}`,
    );
  }
  const reader: Reader = { limits, ops, faults };
  const common = {
    input: readInput(input, faults),
    steps: readSteps(steps, '', reader),
    output: readOutput(output, '/output', faults),
  };
  if (outputs === undefined) return common;
  if (value.output !== undefined) faults.add('/output', 'a recipe has either output or outputs, not both');
  const reporting = common.steps.findIndex(({ op }) => op.report);
  if (reporting >= 0) faults.add(`/steps/${reporting}`, 'outputs need a picture, and this step answers JSON');
  const branches = readBranches(outputs, steps, reader);
  checkProfiles(branches, faults);
  return { ...common, output: { options: {} }, outputs: branches };
}

/** With a profile, samples stay as they are stored, and the outputs share them. */
function checkProfiles(branches: readonly Branch[], faults: Faults): void {
  const keeps = ({ output }: Branch) => keepsProfile(output.keep);
  if (!branches.some(keeps)) return;
  const index = branches.findIndex((branch) => !keeps(branch));
  if (index >= 0) faults.add(`/outputs/${index}/output/keep`, 'either all outputs keep the profile, or none');
}

/** What the readers of steps share. */
interface Reader {
  readonly limits: Limits;
  readonly ops: OpSet;
  readonly faults: Faults;
}

function readBranches(value: unknown, common: unknown, reader: Reader): Branch[] {
  const { faults, limits } = reader;
  if (!Array.isArray(value) || value.length < 1 || value.length > MOST_OUTPUTS) {
    const received = Array.isArray(value) ? `${value.length}` : show(value);
    faults.add('/outputs', `expected a list of 1 to ${MOST_OUTPUTS} outputs, received ${received}`);
    return [];
  }
  const room = { ...limits, steps: limits.steps - (Array.isArray(common) ? common.length : 0) };
  const names = new Set<string>();
  return value.flatMap((branch: unknown, index): Branch[] => {
    const pointer = `/outputs/${index}`;
    if (!isRecord(branch)) {
      faults.add(pointer, `expected an object with steps and output, received ${show(branch)}`);
      return [];
    }
    const { name = String(index + 1), steps = [], output = {}, ...unknown } = branch;
    for (const key of Object.keys(unknown)) {
      faults.add(() => pointerTo(pointer, key), 'unknown field; an output has name, steps and output');
    }
    return [
      {
        name: readOutputName(name, `${pointer}/name`, names, faults),
        steps: readSteps(steps, pointer, { ...reader, limits: room }),
        output: readOutput(output, `${pointer}/output`, faults),
      },
    ];
  });
}

function readInput(value: unknown, faults: Faults): Reading {
  if (!isRecord(value)) {
    faults.add('/input', `expected an object, received ${show(value)}`);
    return DEFAULT_READING;
  }
  const parsed = INPUT.safeParse(value);
  if (parsed.success) return settleReading(withoutNegativeZero(parsed.data) as typeof parsed.data, faults);
  describeFaults(parsed.error, { schema: INPUT, input: value, pointer: '/input' }, faults);
  return DEFAULT_READING;
}

function readSteps(value: unknown, place: string, { limits, ops, faults }: Reader): Step[] {
  const pointer = `${place}/steps`;
  if (!Array.isArray(value)) {
    faults.add(pointer, `expected a list, received ${show(value)}`);
    return [];
  }
  if (value.length > limits.steps) {
    const most = Math.max(0, limits.steps);
    faults.add(pointer, `expected at most ${most} steps, received ${value.length}`);
    return [];
  }
  const steps = value.flatMap((step, index) => readStep(step, `${pointer}/${index}`, ops, faults));
  for (const [index, { op }] of steps.slice(0, -1).entries()) {
    if (op.report) {
      faults.add(`${pointer}/${index}`, `nothing comes after ${op.name}: it answers JSON`);
    }
  }
  return steps;
}

function readStep(value: unknown, pointer: string, ops: OpSet, faults: Faults): Step[] {
  if (!isRecord(value) || typeof value.op !== 'string') {
    faults.add(pointer, () => `expected an object with op, received ${show(value)}`);
    return [];
  }
  const { op: name, ...input } = value;
  const op = ops.find(name as string);
  if (!op) {
    faults.add(`${pointer}/op`, () => whyNoOp(name as string, ops));
    return [];
  }
  const parsed = op.params.safeParse(input);
  if (parsed.success) return [{ op, params: withoutNegativeZero(parsed.data) }];
  describeFaults(parsed.error, { schema: op.params, input, pointer }, faults);
  return [];
}

/** `resize=800` and `resize 800` as a row of ops has them; empty for anything else. */
function writtenAs(name: string, ops: OpSet): string {
  const [, word = '', value = ''] = /^(\w+)[=: (]+([\w.%-]+)/.exec(name) ?? [];
  return ops.find(word) ? `; did you mean ${word}_${value}?` : '';
}

/** Which ops have a parameter of this name; empty where none has. */
function hintAtParameter(name: string, ops: OpSet): string {
  const having = ops.list().filter(({ params }) => Object.hasOwn(fieldSchemas(params), name));
  const [first] = having;
  const names = having.slice(0, 4).map((op) => op.name);
  return first
    ? `; ${name} is a parameter of ${names.join(', ')}, written as in ${first.name}_${name}=…`
    : '';
}

function whyNoOp(name: string, ops: OpSet): string {
  const option = findInputOption(name);
  if (option) return `${option} says how the file is read: write it before the first step, or in input`;
  const names = ops.list().flatMap((op) => [op.name, ...op.aliases]);
  const near =
    writtenAs(name, ops) ||
    hintAtOtherWord(name) ||
    suggestion(name, [...names, ...Object.keys(INPUT.shape)]) ||
    hintAtParameter(name, ops) ||
    hintAtMisspeltWord(name);
  return `there is no op ${show(name)}${near || '; GET /ops and noir ops list them all'}`;
}
