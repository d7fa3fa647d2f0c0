/**
 * Reads the values of settings: a text of a variable or flag, or a value of the file. Without a schema library, whose
 * loading would take longer than everything else before the server's workers are started.
 */
import { lookUp } from '../../core/look-up.ts';
import { suggestion } from '../../recipe/nearest.ts';
import { isRecord } from './file.ts';
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
  const wrong = findWrong(type, given);
  // A flag that may be repeated gives a list, also of one.
  const isOne = Array.isArray(given) && given.length === 1;
  const shown = JSON.stringify(type.kind === 'entries' || isOne ? wrong : given);
  const word = type.kind === 'entries' ? String(wrong).split('=', 1)[0] : wrong;
  const reason = `takes ${describeType(type)}, not `;
  return {
    kind: 'mistake',
    reason: secret ? `${reason}what it has` : `${reason}${shown}${suggestion(word, wordsOf(type))}`,
  };
}

/** The first wrong item of a list or of entries; for every other type the value itself. */
function findWrong(type: Form, given: unknown): unknown {
  if (type.kind !== 'list' && type.kind !== 'entries') return given;
  const isRight = (item: unknown) =>
    type.kind === 'list' ? read(type.of, item) !== undefined : isEntry(type, item);
  return itemsOf(type, given)?.find((item) => !isRight(item)) ?? given;
}

/** The words of which a value, or the name of an entry, is one; none for types without a fixed list. */
function wordsOf(type: Form): readonly string[] {
  if (type.kind === 'list') return wordsOf(type.of);
  return type.kind === 'choice' ? type.values : type.kind === 'entries' ? (type.names ?? []) : [];
}

/** Undefined for a value that is none of the type. */
function read(type: Form, given: unknown): unknown {
  switch (type.kind) {
    case 'text':
      return typeof given === 'string' && (type.pattern ?? /./s).test(given) ? given : undefined;
    case 'switch':
      return typeof given === 'boolean' ? given : lookUp(SWITCHED, String(given).toLowerCase());
    case 'choice':
      return type.values.find((value) => value === given);
    case 'whole':
      return within(type, isNumeric(given) ? readWhole(given) : undefined);
    case 'quantity':
      return within(type, isNumeric(given) ? readQuantity(given, type.measure, type.bare) : undefined);
    case 'list':
      return readList(type, given);
    case 'entries':
      return readEntries(type, given);
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

type Several = Extract<Form, { kind: 'list' | 'entries' }>;

function readList(type: Several & { kind: 'list' }, given: unknown): unknown[] | undefined {
  const items = itemsOf(type, given);
  if (!items || items.length === 0) return undefined;
  const values = items.map((item) => read(type.of, item));
  return values.includes(undefined) ? undefined : values;
}

function readEntries(type: Several & { kind: 'entries' }, given: unknown): string[] | undefined {
  const items = itemsOf(type, given);
  return items?.every((item): item is string => isEntry(type, item)) ? items : undefined;
}

function isEntry({ pattern }: Several & { kind: 'entries' }, item: unknown): boolean {
  return typeof item === 'string' && pattern.test(item);
}

/**
 * The items of a list, or of a text: with commas for a list, one a line for entries. Entries may also be an object:
 * `{ photos: './photos' }` is `photos=./photos`, and the empty name is none. Undefined for anything else.
 */
function itemsOf({ kind }: Several, given: unknown): unknown[] | undefined {
  if (typeof given === 'string') {
    return kind === 'list'
      ? given.split(',').map((item) => item.trim())
      : given.split('\n').filter((line) => line.trim() !== '');
  }
  const named = ([name, value]: [string, unknown]) =>
    name === '' || typeof value !== 'string' ? value : `${name}=${value}`;
  const items = kind === 'entries' && isRecord(given) ? Object.entries(given).map(named) : given;
  return Array.isArray(items) ? items : undefined;
}
