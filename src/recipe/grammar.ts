/** The grammar of recipes in URLs and on the command line, such as `resize_800_600,f_webp`. */
import { lookUp } from '../core/look-up.ts';
import { findInputOption, INPUT } from '../formats/input.ts';
import { findFormat } from '../formats/registry.ts';
import type { Op } from '../ops/op.ts';
import { BUILT_IN, type OpSet } from '../ops/op-set.ts';
import { resize } from '../ops/resize/resize.ts';
import { fieldSchemas } from './faults.ts';
import { type FieldSchema, isFreeText } from './field-schema.ts';
import { isShortName, ShortNames } from './short-names.ts';
import { spellStep } from './write-step.ts';

// No digit can be read in two ways: time would grow with the square of the text.
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The type of a quality, whatever the format. */
const WHOLE: FieldSchema = { type: 'integer' };

/**
 * Parses `resize_800_600,linear_a=1.2,f_webp,q_75` to the JSON form of a recipe, unchecked. Commas separate steps,
 * underscores separate values, colons separate the items of a list. Values stand by position or as `name=value`;
 * other characters of a text are percent-encoded. `f` and `q` set the output's format and quality; options of the
 * format follow by name: `f_tiff_compression=none`. `keep_icc`, `keep_exif` and `keep_all` keep metadata. Options of the
 * input, such as `failOn_none`, stand before the
 * first step. Such an option after a step stays among the steps, and the check of the steps refuses it. The short names
 * `w h s fit pos b dpr enlarge` make one `resize`, see `ShortNames`. Throws `invalid-parameter` for a `dpr` that is no
 * number.
 */
export function parseOps(
  text: string,
  ops: OpSet = BUILT_IN,
): { input?: Record<string, unknown>; steps: unknown[]; output: Record<string, unknown> } {
  const input: Record<string, unknown> = {};
  const steps: unknown[] = [];
  const output: Record<string, unknown> = {};
  const keep = new Set<string>();
  const short = new ShortNames(read);
  for (const token of text.split(',').filter(Boolean)) {
    const [name = '', ...values] = token.split('_');
    const option = steps.length === 0 ? findInputOption(name) : undefined;
    if (name === 'f') parseFormat(values, output);
    else if (name === 'q') output[fresh('quality', output)] = coerce(values.join('_'), WHOLE);
    else if (name === 'keep') for (const value of values) keep.add(value);
    else if (option) parseInputOption(option, values, input);
    else if (isShortName(name)) short.add(name, values, steps.length);
    else steps.push(parseStep(ops.find(name), name, values));
  }
  short.addTo(steps);
  if (keep.size > 0) output.keep = [...keep];
  return Object.keys(input).length === 0 ? { steps, output } : { input, steps, output };
}

/** Reads a value of a parameter of `resize`, for the short names. */
function read(text: string, field: string): unknown {
  return coerce(text, fieldSchemas(resize.params)[field] ?? {});
}

/** The name of a field. A repeated field gets a name that no schema has. */
function fresh(name: string, given: Readonly<Record<string, unknown>>): string {
  return Object.hasOwn(given, name) ? `${name} (again)` : name;
}

function parseFormat([format = '', ...options]: readonly string[], output: Record<string, unknown>): void {
  output.format = format;
  const known = findFormat(format);
  const fields = known ? fieldSchemas(known.options) : { quality: WHOLE };
  for (const [index, option] of options.entries()) {
    const equals = option.indexOf('=');
    const name = equals > 0 ? option.slice(0, equals) : `value ${index + 2}`;
    const value = equals > 0 ? option.slice(equals + 1) : option;
    output[fresh(name, output)] = coerce(value, lookUp(fields, name) ?? {});
  }
}

function parseInputOption(name: string, values: readonly string[], input: Record<string, unknown>): void {
  const [value = '', ...more] = values;
  input[fresh(name, input)] = coerce(value, fieldSchemas(INPUT)[name] ?? {});
  for (const [index, other] of more.entries()) input[`${name} (value ${index + 2})`] = other;
}

function parseStep(op: Op | undefined, name: string, values: readonly string[]): Record<string, unknown> {
  const fields = op ? fieldSchemas(op.params) : {};
  const step: Record<string, unknown> = { op: name };
  values.forEach((value, index) => {
    const equals = value.indexOf('=');
    // A value too many, or twice, gets a name that no schema has, and is reported as unknown.
    const named = equals > 0 ? value.slice(0, equals) : (op?.positional[index] ?? `value ${index + 1}`);
    const field = Object.hasOwn(step, named) ? `${named} (again)` : named;
    step[field] = coerce(equals > 0 ? value.slice(equals + 1) : value, lookUp(fields, field) ?? {});
  });
  return step;
}

/** Reads a value as the type that its field takes; text that does not look like it stays text. */
function coerce(text: string, field: FieldSchema): unknown {
  for (const choice of field.anyOf ?? [field]) {
    // Digits alone may be hexadecimal.
    if (choice.format === 'color' && !text.includes(':')) return text;
    if ((choice.type === 'number' || choice.type === 'integer') && NUMBER.test(text)) return Number(text);
    if (choice.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
    // A list of one item has no colon. The field shows that it is a list, because it takes nothing else.
    const isList = text.includes(':') || (choice === field && NUMBER.test(text));
    if (choice.type === 'array' && isList) {
      return text.split(':').map((item) => coerce(item, choice.items ?? {}));
    }
  }
  return isFreeText(field) ? decodeText(text) : text;
}

/** Commas and underscores inside of a text are written as in a URL: `my%5Flogo.png`. */
function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Writes a step in the URL grammar: `linear_1.2_-10`, and by name after a gap: `linear_b=5`. */
export function writeStep(op: Op, parameters: Readonly<Record<string, unknown>>): string {
  const { name, positional } = op;
  return spellStep({ name, positional, fields: fieldSchemas(op.params) }, parameters);
}
