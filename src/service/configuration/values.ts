/**
 * Reads the values of settings: a text of a variable or flag, or a value of the file. Without a schema library, whose
 * loading would take longer than everything else before the server's workers are started.
 */
import { isRecord } from './file.ts';
import { nearest } from './mistakes.ts';
import { describeType, type Form } from './types.ts';
import { readQuantity, readWhole } from './units.ts';

/** A value that was read, or what is wrong with it, for the end of a sentence that begins with its place. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'mistake'; readonly reason: string };

/** Reads a value. What is secret is not repeated in the reason. */
export function readValue(type: Form, given: unknown, secret = false): Outcome {
  const value = read(type, given);
  if (value !== undefined) return { kind: 'value', value };
  const shown = secret ? 'what it has' : JSON.stringify(given);
  const meant = type.kind === 'choice' ? nearest(String(given), type.values) : undefined;
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return { kind: 'mistake', reason: `takes ${describeType(type)}, not ${shown}${hint}` };
}

/** Undefined for a value that is none of the type. */
function read(type: Form, given: unknown): unknown {
  switch (type.kind) {
    case 'text':
      return typeof given === 'string' && given !== '' ? given : undefined;
    case 'switch':
      return typeof given === 'boolean' ? given : SWITCHED[String(given).toLowerCase()];
    case 'choice':
      return type.values.find((value) => value === given);
    case 'whole':
      return within(type, isNumeric(given) ? readWhole(given) : undefined);
    case 'quantity':
      return within(type, isNumeric(given) ? readQuantity(given, type.measure, type.bare) : undefined);
    case 'list':
      return readList(type.of, given);
    case 'entries':
      return readEntries(type.pattern, given);
  }
}

const SWITCHED: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true, 1: true },
  ...{ false: false, no: false, off: false, 0: false },
};

function isNumeric(given: unknown): given is number | string {
  return typeof given === 'number' || typeof given === 'string';
}

function within(
  { least, most }: { readonly least: number; readonly most: number },
  value: number | undefined,
): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

/** A list, or a text with commas. */
function readList(of: Form, given: unknown): unknown[] | undefined {
  const items = typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given;
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const values = items.map((item) => read(of, item));
  return values.includes(undefined) ? undefined : values;
}

/** A list, an object, or a text with one a line. `{ photos: './photos' }` is `photos=./photos`; the empty name is none. */
function readEntries(pattern: RegExp, given: unknown): string[] | undefined {
  const named = ([name, value]: [string, unknown]) =>
    name === '' || typeof value !== 'string' ? value : `${name}=${value}`;
  const all = isRecord(given) ? Object.entries(given).map(named) : given;
  const items = typeof all === 'string' ? all.split('\n').filter((line) => line.trim() !== '') : all;
  if (!Array.isArray(items)) return undefined;
  return items.every((item) => typeof item === 'string' && pattern.test(item)) ? items : undefined;
}
