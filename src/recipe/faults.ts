/** Writes the messages about wrong parameters of a recipe. */
import * as z from 'zod';
import { type Faults, pointerTo } from '../core/faults.ts';
import { type FieldSchema, isOdd } from './field-schema.ts';
import { suggestion } from './nearest.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A received value as text for a message: JSON, cut short. */
export function show(value: unknown): string {
  // JSON has neither NaN nor big integers.
  if ((typeof value === 'number' && !Number.isFinite(value)) || typeof value === 'bigint')
    return String(value);
  const text =
    isRecord(value) || Array.isArray(value) ? outline(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** One level of an object or a list; JSON that nests deeply would exhaust the stack. */
function outline(value: object): string {
  const inner = (item: unknown) => {
    if (typeof item === 'bigint') return String(item);
    return typeof item === 'object' && item !== null ? '...' : item;
  };
  if (Array.isArray(value)) return JSON.stringify(value.slice(0, 20).map(inner));
  return JSON.stringify(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)])));
}

const schemas = new WeakMap<z.ZodType, Readonly<Record<string, FieldSchema>>>();

/** JSON Schema of each field of an object schema. */
export function fieldSchemas(schema: z.ZodType): Readonly<Record<string, FieldSchema>> {
  let fields = schemas.get(schema);
  if (!fields) {
    fields = (z.toJSONSchema(schema, { io: 'input' }).properties ?? {}) as Readonly<
      Record<string, FieldSchema>
    >;
    schemas.set(schema, fields);
  }
  return fields;
}

/** Names of the fields of an object schema that have to be given. */
export function requiredOf(schema: z.ZodType): ReadonlySet<string> {
  return new Set(z.toJSONSchema(schema, { io: 'input' }).required ?? []);
}

/** An object that zod refused, with its schema. */
interface Refused {
  readonly schema: z.ZodType;
  readonly input: unknown;
  /** JSON Pointer to the object in the recipe. */
  readonly pointer: string;
}

/** Adds one fault for each field that zod refused. A fault says which values the field takes and which one it got. */
export function describeFaults(error: z.ZodError, { schema, input, pointer }: Refused, faults: Faults): void {
  const fields = fieldSchemas(schema);
  const names = Object.keys(fields);
  const values = isRecord(input) ? input : {};
  const seen = new Set<string>();
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
      for (const name of issue.keys) {
        faults.add(
          () => pointerTo(pointer, name),
          () => {
            // The grammar gives this name to a value that comes a second time.
            if (name.endsWith(' (again)')) return 'given twice';
            const expected =
              names.length === 0 ? '; there are none' : `; expected one of ${names.join(', ')}`;
            const hint = hintAtName(values[name], name, fields) || suggestion(name, names);
            return `unknown parameter${hint || expected}`;
          },
        );
      }
      continue;
    }
    const name = String(issue.path[0] ?? '');
    if (seen.has(name)) continue;
    seen.add(name);
    faults.add(pointerTo(pointer, name), () => describeValue(fields[name] ?? {}, name, values));
  }
}

function describeValue(field: FieldSchema, name: string, values: Readonly<Record<string, unknown>>): string {
  const value = values[name];
  const received = name in values ? show(value) : 'nothing';
  const hint = hintAtWriting(value, name) || suggestion(value, wordsOf(field));
  return `expected ${describeField(field)}, received ${received}${hint}`;
}

/** The name that a value too many in a row of ops should have had: `fit=cover` for `cover`, `lossless=…` for `lossless`. */
function hintAtName(value: unknown, name: string, fields: Readonly<Record<string, FieldSchema>>): string {
  if (typeof value !== 'string' || !/^value \d+$/.test(name)) return '';
  if (Object.hasOwn(fields, value)) return `; did you mean ${value}=…?`;
  const taker = Object.entries(fields).find(([, field]) => wordsOf(field).includes(value));
  return taker ? `; did you mean ${taker[0]}=${value}?` : '';
}

/** What to change in a number as other programs write it: `800x600`, or with a next step behind it. */
function hintAtWriting(value: unknown, name: string): string {
  if (typeof value !== 'string') return '';
  if (name === 'width' && /^\d*x\d*$/.test(value)) return '; width and height are two values, as in 800_600';
  return /^[\d.]+%? ?[;|+& ] ?[a-z]/i.test(value) ? '; commas separate steps' : '';
}

/** The words that a field takes, if it takes any. */
export function wordsOf({ anyOf = [], enum: words = [] }: FieldSchema): string[] {
  const own = words.filter((word) => typeof word === 'string');
  return [...own, ...anyOf.flatMap(wordsOf)];
}

const COLORS =
  'ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1';

/** The values that a field takes, in words: `a number from 0.3 to 1000`. */
export function describeField(field: FieldSchema): string {
  if (field.unit === 'colour') return `a colour such as ${COLORS}`;
  if (field.anyOf) return describeChoices(field.anyOf);
  if (field.const !== undefined) return String(field.const);
  if (field.enum?.length === 1) return String(field.enum[0]);
  if (field.enum) return `one of ${field.enum.join(', ')}`;
  if (field.type === 'boolean') return 'true or false';
  if (field.type === 'array') {
    return describeList(field);
  }
  if (field.type === 'number' || field.type === 'integer') {
    const whole = isOdd(field) ? 'an odd whole number' : 'a whole number';
    const kind = field.type === 'integer' ? whole : 'a number';
    return `${kind} from ${field.minimum} to ${field.maximum}`;
  }
  if (field.format === 'percentage') return 'a percentage such as 50% or 50p';
  if (field.format === 'file') return 'the name of a file';
  if (field.maxLength !== undefined)
    return `a text of ${field.minLength ?? 0} to ${field.maxLength} characters`;
  return field.type ?? 'a value';
}

/** `a number from 0 to 4, or 1 to 3 such numbers`, and other kinds of values with `or` between them. */
function describeChoices(choices: readonly FieldSchema[]): string {
  const [one, list, ...others] = choices;
  const isSame = one?.type === 'number' && list?.items && describeField(one) === describeField(list.items);
  const described = choices.map(describeField);
  if (!one || !list || !isSame)
    return described.join(described.some((text) => text.includes(',')) ? ', or ' : ' or ');
  const rest = others.map((other) => `, or ${describeField(other)}`).join('');
  return `${describeField(one)}, ${rest ? '' : 'or '}${countOf(list)} such numbers${rest}`;
}

/** `4 numbers, each from -1000 to 1000`, or `2 rows of` such a list. */
function describeList(field: FieldSchema): string {
  const { items = {} } = field;
  const count = countOf(field);
  if (items.type === 'array') return `${count} rows of ${describeList(items)}`;
  const numbers = { number: 'numbers', integer: 'whole numbers' }[items.type ?? ''];
  if (numbers) return `${count} ${numbers}, each from ${items.minimum} to ${items.maximum}`;
  return `${count} values, each ${describeField(items)}`;
}

/** How many items a list has: `4`, or `1 to 3`. */
function countOf({ minItems = 0, maxItems }: FieldSchema): string {
  if (minItems === maxItems) return String(maxItems);
  return maxItems === undefined ? `${minItems} or more` : `${minItems} to ${maxItems}`;
}
