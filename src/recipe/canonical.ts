/** Writes and reads the canonical text of a recipe, which is the same for all its spellings. */

import { invalidParameters, NoirError } from '../core/errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';
import { writeReading } from '../formats/input.ts';
import type { Op } from '../ops/op.ts';
import { BUILT_IN, type OpSet } from '../ops/op-set.ts';
import { isRecord } from './faults.ts';
import { definitionKey } from './key.ts';
import { MOST_OUTPUTS, parseRecipe, type Recipe, type RecipeOutput, type Step } from './recipe.ts';

/**
 * The canonical text of a recipe: JSON without spaces, with input, steps and output. The input holds the options that
 * differ from the defaults; without any it is left out. A step has its op's own name, then every parameter in the
 * order of the op's schema. The output has format, quality, the metadata to keep, then the encoder's options. Several outputs stand in a list
 * in place of the one, each with its name. Recipes with the same meaning have the same text. An own op is named with the key of its definition, as in `fade@q83vEjRWeJCr`, because another
 * process may have another op of that name.
 */
export function canonicalText(recipe: Recipe): string {
  const text = texts.get(recipe) ?? writeRecipe(recipe);
  texts.set(recipe, text);
  return text;
}

/** Recipes do not change, and a server has one of them for many jobs. */
const texts = new WeakMap<Recipe, string>();

// `JSON.stringify` leaves undefined values out.
function writeRecipe({ input, steps, output, outputs }: Recipe): string {
  return JSON.stringify({
    input: writeReading(input),
    steps: steps.map(writeStep),
    output: outputs ? undefined : writeOutput(output),
    outputs: outputs?.map((branch) => ({
      name: branch.name,
      steps: branch.steps.map(writeStep),
      output: writeOutput(branch.output),
    })),
  });
}

/** The same text for steps that mean the same. */
export function stepsText(steps: readonly Step[]): string {
  return JSON.stringify(steps.map(writeStep));
}

function writeStep({ op, params }: Step): Record<string, unknown> {
  const values = params as Readonly<Record<string, unknown>>;
  const fields = Object.keys(op.params.shape).map((name) => [name, values[name]]);
  return { op: canonicalName(op), ...Object.fromEntries(fields) };
}

function writeOutput({ format, quality, keep, options }: RecipeOutput): Record<string, unknown> {
  return { format, quality, keep, ...options };
}

function canonicalName({ name, definition }: Op): string {
  return definition === undefined ? name : `${name}@${definitionKey(definition)}`;
}

/**
 * Reads a text of `canonicalText`, perhaps one of another process. Throws `invalid-parameter` as `parseRecipe` does,
 * and `cannot-process` for an own op that is not in `ops` with the same definition.
 */
export function parseCanonical(text: string, limits: Limits = DEFAULT_LIMITS, ops: OpSet = BUILT_IN): Recipe {
  return parseRecipe(withPlainNames(readJson(text), limits, ops), limits, ops);
}

/** The recipe with the names of ops that `parseRecipe` knows. */
function withPlainNames(value: unknown, limits: Limits, ops: OpSet): unknown {
  const plain = (holder: unknown) => {
    // A recipe with too many steps or outputs is refused before any of them is looked at.
    if (!isRecord(holder) || !Array.isArray(holder.steps) || holder.steps.length > limits.steps)
      return holder;
    return { ...holder, steps: holder.steps.map((step) => withPlainName(step, ops)) };
  };
  if (!isRecord(value) || !Array.isArray(value.outputs) || value.outputs.length > MOST_OUTPUTS) {
    return plain(value);
  }
  return plain({ ...value, outputs: value.outputs.map(plain) });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw invalidParameters([{ pointer: '', reason: `the recipe is not JSON: ${said}` }]);
  }
}

/** A step by the name that `parseRecipe` knows. */
function withPlainName(step: unknown, ops: OpSet): unknown {
  if (!isRecord(step) || typeof step.op !== 'string') return step;
  const [name = '', key] = step.op.split('@', 2);
  const op = ops.find(name);
  // Also without a key: the sender's op of that name may not be ours.
  const isOwn = key !== undefined || op?.definition !== undefined;
  if (!isOwn) return step;
  if (op?.definition !== undefined && canonicalName(op) === step.op) return { ...step, op: op.name };
  const reason = op?.definition === undefined ? 'has no such op' : 'has another op of that name';
  throw new NoirError('cannot-process', `${shorten(step.op)} is not known here: this process ${reason}`);
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 57)}...` : name;
}
