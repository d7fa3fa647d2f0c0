/** A recipe: its types, and how one of unknown origin is checked. */

import type { z } from 'zod';
import { invalidParameters } from '../core/errors.ts';
import { Faults, pointerTo } from '../core/faults.ts';
import type { Image, Shape } from '../core/image.ts';
import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';
import type { Format, FormatName } from '../formats/format.ts';
import {
  DEFAULT_READING,
  findInputOption,
  INPUT,
  type InputOptions,
  type Reading,
  settleReading,
} from '../formats/input.ts';
import { findFormat, formatNames } from '../formats/registry.ts';
import type { Op } from '../ops/op.ts';
import { BUILT_IN, type OpSet } from '../ops/op-set.ts';
import type { OPS } from '../ops/registry.ts';
import { describeFaults, isRecord, show } from './faults.ts';
import { suggestion } from './nearest.ts';

/** One operation with its parameters, checked. */
export interface Step {
  readonly op: Op;
  readonly params: unknown;
  /** The shapes of the further pictures that the op reads. They are all that planning needs. */
  readonly others?: readonly Shape[];
  /** The further pictures themselves. Running the step needs them. */
  readonly pictures?: readonly Image[];
}

/**
 * The format to encode to. `auto` chooses among the formats that the client accepts. A recipe has one output; with
 * several, `Recipe.output` would become a list of these, and so would the canonical text.
 */
export interface RecipeOutput {
  /** The input's own format when it is absent. */
  readonly format?: FormatName | 'auto';
  /** 1 to 100. A named format without a quality gets the encoder's default. Some formats have no such setting. */
  readonly quality?: number;
  /** Further options of the format's encoder, checked against its schema and with its defaults. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A checked recipe: the reading of the file, the steps in order, and the output. */
export interface Recipe {
  readonly input: Reading;
  readonly steps: readonly Step[];
  readonly output: RecipeOutput;
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

/** A recipe in JSON form. */
export interface RecipeInput {
  /** How the file is read. */
  readonly input?: InputOptions;
  readonly steps?: readonly StepInput[];
  readonly output?: {
    readonly format?: FormatName | 'auto';
    readonly quality?: number;
    readonly [option: string]: unknown;
  };
}

const FIELDS = ['input', 'steps', 'output'];

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
  const { input = {}, steps = [], output = {}, ...unknown } = value;
  for (const key of Object.keys(unknown)) {
    faults.add(
      () => pointerTo('', key),
      () => `unknown field${suggestion(key, FIELDS) || '; a recipe has input, steps and output'}`,
    );
  }
  return {
    input: readInput(input, faults),
    steps: readSteps(steps, limits, ops, faults),
    output: readOutput(output, faults),
  };
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

function readSteps(value: unknown, limits: Limits, ops: OpSet, faults: Faults): Step[] {
  if (!Array.isArray(value)) {
    faults.add('/steps', `expected a list, received ${show(value)}`);
    return [];
  }
  if (value.length > limits.steps) {
    faults.add('/steps', `expected at most ${limits.steps} steps, received ${value.length}`);
    return [];
  }
  const steps = value.flatMap((step, index) => readStep(step, `/steps/${index}`, ops, faults));
  for (const [index, { op }] of steps.slice(0, -1).entries()) {
    if (op.report) {
      faults.add(`/steps/${index}`, `nothing comes after ${op.name}: it answers JSON`);
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

function whyNoOp(name: string, ops: OpSet): string {
  const option = findInputOption(name);
  if (option) return `${option} says how the file is read: write it before the first step, or in input`;
  const names = ops.list().flatMap((op) => [op.name, ...op.aliases]);
  const near = suggestion(name, [...names, ...Object.keys(INPUT.shape)]);
  return `there is no op ${show(name)}${near || '; GET /ops and noir ops list them all'}`;
}

function readOutput(value: unknown, faults: Faults): RecipeOutput {
  if (!isRecord(value)) {
    faults.add('/output', `expected an object, received ${show(value)}`);
    return { options: {} };
  }
  const { format: name, quality: wanted, ...options } = value;
  const quality = readQuality(wanted, faults);
  const format = typeof name === 'string' ? findFormat(name) : undefined;
  if (format) return readOptions(format, options, quality, faults);
  if (name !== undefined && name !== 'auto') {
    const near = suggestion(name, ['auto', ...formatNames]);
    const reason = `expected auto or one of ${formatNames.join(', ')}, received ${show(name)}${near}`;
    faults.add('/output/format', reason);
  }
  for (const key of Object.keys(options)) {
    faults.add(() => pointerTo('/output', key), 'options of an encoder need its format beside them');
  }
  return {
    ...(name === 'auto' && { format: 'auto' }),
    ...(quality !== undefined && { quality }),
    options: {},
  };
}

function readQuality(value: unknown, faults: Faults): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 100) return value as number;
  faults.add('/output/quality', `expected a whole number from 1 to 100, received ${show(value)}`);
  return undefined;
}

/** The output in a format, with the encoder's defaults. Formats without a quality setting ignore the one given. */
function readOptions(
  { name: format, options: schema }: Format,
  options: Record<string, unknown>,
  wanted: number | undefined,
  faults: Faults,
): RecipeOutput {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    describeFaults(parsed.error, { schema, input: options, pointer: '/output' }, faults);
    return { format, options };
  }
  const { quality: usual, ...others } = withoutNegativeZero(parsed.data) as Record<string, unknown>;
  if (usual === undefined) return { format, options: others };
  return { format, quality: wanted ?? (usual as number), options: others };
}

/**
 * Replaces -0 by 0. JSON and URLs can spell zero both ways, and the canonical text only as 0: a recipe has to be
 * the same before and after it is written.
 */
function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNegativeZero(item)]));
}
