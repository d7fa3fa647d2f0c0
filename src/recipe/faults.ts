import { z } from 'zod';
import type { Fault } from '../core/errors.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A received value as it may stand in a message: JSON, cut short. */
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

/** JSON pointer to a field, its name escaped as RFC 6901 asks. */
export function pointerTo(parent: string, name: string): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The part of JSON Schema that parameters use. */
export interface FieldSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly default?: unknown;
  readonly description?: string;
  readonly unit?: string;
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

/** One fault for each field that zod refused, saying what it takes and what it was given. */
export function describeFaults(
  error: z.ZodError,
  schema: z.ZodType,
  input: unknown,
  pointer: string,
): Fault[] {
  const fields = fieldSchemas(schema);
  const values = isRecord(input) ? input : {};
  const faults = new Map<string, Fault>();
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')];
    for (const name of names) {
      const at = pointerTo(pointer, name);
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      const reason = field
        ? `expected ${describeField(field)}, received ${name in values ? show(values[name]) : 'nothing'}`
        : `unknown parameter; expected one of ${Object.keys(fields).join(', ') || 'none'}`;
      faults.set(at, { pointer: at, reason });
    }
  }
  return [...faults.values()];
}

const COLORS =
  'ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1';

/** What a field takes, in words: `a number from 0.3 to 1000`. */
export function describeField(field: FieldSchema): string {
  if (field.unit === 'colour') return `a colour such as ${COLORS}`;
  if (field.anyOf) return field.anyOf.map(describeField).join(' or ');
  if (field.const !== undefined) return String(field.const);
  if (field.enum?.length === 1) return String(field.enum[0]);
  if (field.enum) return `one of ${field.enum.join(', ')}`;
  if (field.type === 'boolean') return 'true or false';
  if (field.type === 'array') {
    return `a list of ${field.minItems ?? 0} to ${field.maxItems ?? 'any number of'} values, each ${describeField(field.items ?? {})}`;
  }
  if (field.type === 'number' || field.type === 'integer') {
    const kind = field.type === 'integer' ? 'a whole number' : 'a number';
    return `${kind} from ${field.minimum} to ${field.maximum}`;
  }
  if (field.format === 'percentage') return 'a percentage such as 50% or 50p';
  if (field.format === 'file') return 'the name of a file that is sent along';
  return field.type ?? 'a value';
}
