/** Random values of parameters, each with the several ways in which a recipe may write it. */

import type { FieldSchema } from '../../src/recipe/field-schema.ts';

/** Numbers in 0..1. */
export type Next = () => number;

/** A value as JSON text, and in the grammar of URLs where it can be written there. */
interface Spelling {
  readonly json: string;
  readonly url?: string;
}

/** What a parameter says, whatever it is written like. */
export interface Meaning {
  /** Equal for two of a field exactly when they mean the same. */
  readonly id: string;
  spell(next: Next): Spelling;
}

export function pick<Item>(items: readonly Item[], next: Next): Item {
  return items[Math.floor(next() * items.length)] as Item;
}

/** Characters that the grammar of URLs, JSON or both must escape. */
const LETTERS = [...'abcXYZ 0159_,=%:/"\\\n~é語😀'];

const COLOR_NAMES: Readonly<Record<string, readonly number[]>> = {
  black: [0, 0, 0, 255],
  white: [255, 255, 255, 255],
  orange: [255, 165, 0, 255],
  aqua: [0, 255, 255, 255],
  cyan: [0, 255, 255, 255],
  transparent: [0, 0, 0, 0],
};

/** Words that mean the same where a field takes both. */
const SAME = [
  ['colour-dodge', 'color-dodge'],
  ['colour-burn', 'color-burn'],
  ['centre', 'center'],
  ['north', 'top'],
  ['northeast', 'right top'],
  ['east', 'right'],
  ['southeast', 'right bottom'],
  ['south', 'bottom'],
  ['southwest', 'left bottom'],
  ['west', 'left'],
  ['northwest', 'left top'],
];

const CHANNELS = ['red', 'green', 'blue', 'alpha'];

/** A random value of a field. */
export function randomMeaning(field: FieldSchema, next: Next): Meaning {
  if (field.unit === 'colour') return randomColor(next);
  if (isTurn(field)) return angle(next() < 0.5 ? pick([0, 90, 180, 270], next) : number(field, next));
  if (field.anyOf) return randomChoice(field.anyOf, next);
  if (field.enum) return word(pick(field.enum as string[], next), field.enum);
  if (field.type === 'boolean') return plain(next() < 0.5);
  if (field.type === 'string') return text(randomText(next));
  if (field.type === 'array') return series(list(field, next));
  return scalar(number(field, next));
}

/** The default of a field. */
export function defaultMeaning(field: FieldSchema): Meaning {
  const { default: value, unit, enum: words, anyOf = [] } = field;
  if (unit === 'colour') return color(COLOR_NAMES[value as string] as number[]);
  if (isTurn(field)) return angle(value as number);
  if (typeof value === 'number') return scalar(value, copiesIn(anyOf));
  if (Array.isArray(value)) return series(value);
  if (typeof value === 'boolean') return plain(value);
  if (anyOf.some(({ format }) => format === 'percentage'))
    return percentage(Number.parseFloat(value as string));
  const choices = words ?? anyOf.find((choice) => choice.enum)?.enum;
  return choices ? word(value as string, choices) : text(value as string);
}

function randomChoice(choices: readonly FieldSchema[], next: Next): Meaning {
  const choice = pick(choices, next);
  if (choice.format === 'percentage') return percentage(Math.ceil(next() * 8 * (choice.maximum ?? 500)) / 8);
  if (choices.some(({ enum: words }) => words?.includes('alpha'))) return channel(pick(CHANNELS, next));
  if (choices.every(({ type }) => type === 'array')) return matrix(list(choices[0] as FieldSchema, next));
  if (choice.enum) return word(pick(choice.enum as string[], next), choice.enum);
  const copies = copiesIn(choices);
  if (choice.type !== 'array') return scalar(number(choice, next), copies);
  const values = list(choice, next);
  const [first = 0] = values;
  const isOne = values.length === copies && values.every((value) => value === first);
  return isOne ? scalar(first, copies) : series(values);
}

/** How often a list has a number that means the same as that number alone. */
function copiesIn(choices: readonly FieldSchema[]): number | undefined {
  return choices.some(({ type }) => type === 'number')
    ? choices.find(({ type }) => type === 'array')?.minItems
    : undefined;
}

/** A number of at most three decimals within the bounds of a field. */
function number({ type, minimum: low = 0, maximum: high = 1 }: FieldSchema, next: Next): number {
  if (next() < 0.1) return pick([low, high], next);
  if (low <= 0 && high >= 0 && next() < 0.1) return 0;
  const value = low + next() ** 3 * (high - low);
  if (type === 'integer') return Math.round(value);
  return Math.min(high, Math.max(low, Math.round(value * 1000) / 1000));
}

function list({ minItems = 1, maxItems = 4, items }: FieldSchema, next: Next): number[] {
  const length = minItems + Math.floor(next() * (Math.min(maxItems, minItems + 4) - minItems + 1));
  return Array.from({ length }, () => number(items as FieldSchema, next));
}

/** A number in JSON, or in a URL, where more is allowed. */
export function writeNumber(value: number, next: Next, inUrl = false): string {
  const text = String(value);
  if (text.includes('e')) return text;
  const ways = [text, text, `${text}${text.includes('.') ? '00' : '.0'}`, `${text}e0`, `${text}E+00`];
  if (value % 100 === 0) ways.push(`${value / 100}e2`);
  if (value === 0) ways.push('-0', '-0.0');
  if (inUrl && value >= 0) ways.push(`+${text}`, `00${text}`, text.replace(/^0\./, '.'));
  return pick(ways, next);
}

/** A number; also as a list of some copies of it, where that means the same. */
function scalar(value: number, copies?: number): Meaning {
  return {
    id: String(value),
    spell(next) {
      if (copies !== undefined && next() < 0.5) return series(Array(copies).fill(value)).spell(next);
      return { json: writeNumber(value, next), url: writeNumber(value, next, true) };
    },
  };
}

/** A list of numbers. One alone has no colon in a URL. */
function series(values: readonly number[]): Meaning {
  return {
    id: values.join(':'),
    spell(next) {
      const json = values.map((value) => writeNumber(value, next)).join(' , ');
      return { json: `[${json}]`, url: values.map((value) => writeNumber(value, next, true)).join(':') };
    },
  };
}

/** Rows in one list, or each in its own, which URLs have no way to write. */
function matrix(values: readonly number[]): Meaning {
  const side = Math.sqrt(values.length);
  return {
    id: values.join(':'),
    spell(next) {
      const texts = values.map((value) => writeNumber(value, next));
      const rows = Array.from({ length: side }, (_, row) => `[${texts.slice(row * side, (row + 1) * side)}]`);
      return next() < 0.5 ? { json: `[${texts}]`, url: texts.join(':') } : { json: `[${rows}]` };
    },
  };
}

/** Whether a field takes turns of the picture: other angles, such as hues, have a whole turn at most. */
function isTurn({ unit, maximum = 0 }: FieldSchema): boolean {
  return unit === 'degrees' && maximum > 360;
}

/** A turn of the picture: by quarters it is the same after a whole turn. */
function angle(degrees: number): Meaning {
  if (degrees % 90 !== 0) return scalar(degrees);
  const quarter = (((degrees / 90) % 4) + 4) % 4;
  return {
    id: String(90 * quarter),
    spell: (next) => scalar(90 * quarter + 360 * pick([-2, -1, 0, 1], next)).spell(next),
  };
}

function percentage(value: number): Meaning {
  return {
    id: `${value}%`,
    spell(next) {
      const digits = pick([String(value), `0${value}`, value.toFixed(5)], next);
      return quoted(`${digits}${pick(['%', 'p'], next)}`);
    },
  };
}

function randomColor(next: Next): Meaning {
  const kind = next();
  if (kind < 0.2) return color(pick(Object.values(COLOR_NAMES), next));
  const byte = () => Math.floor(next() * 256);
  if (kind < 0.4) return color([17, 17, 17, 17].map((step) => step * Math.floor(next() * 16)));
  if (kind < 0.8) return color([byte(), byte(), byte(), next() < 0.5 ? 255 : byte()]);
  // Eight bits do not hold it.
  const values = [byte() / 2 + 0.25, byte() / 2, byte()].map((value) => Math.min(255, value));
  return series(next() < 0.5 ? values : [...values, 0.3]);
}

function color(bytes: readonly number[]): Meaning {
  const [red = 0, green = 0, blue = 0, alpha = 255] = bytes;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  return {
    id: hex.join(''),
    spell(next) {
      const parts = alpha === 255 && next() < 0.5 ? hex.slice(0, 3) : hex;
      const isShort = parts.every(([high, low]) => high === low) && next() < 0.5;
      const digits = parts.map((part) => (isShort ? part[0] : part)).join('');
      const names = Object.keys(COLOR_NAMES).filter((name) => `${COLOR_NAMES[name]}` === `${bytes}`);
      const written = pick([digits, digits.toUpperCase(), `#${digits}`, ...names], next);
      const values = [red, green, blue, ...(parts.length === 4 ? [alpha / 255] : [])];
      return next() < 0.3 ? series(values).spell(next) : quoted(written);
    },
  };
}

/** One of a few words, some of which mean the same. */
function word(value: string, words: readonly unknown[]): Meaning {
  const group = SAME.find((names) => names.includes(value)) ?? [value];
  const names = group.filter((name) => words.includes(name));
  return { id: names[0] as string, spell: (next) => quoted(pick(names, next)) };
}

function channel(name: string): Meaning {
  return {
    id: name,
    spell: (next) => (next() < 0.5 ? quoted(name) : scalar(CHANNELS.indexOf(name)).spell(next)),
  };
}

function plain(value: boolean): Meaning {
  return { id: String(value), spell: () => ({ json: String(value), url: String(value) }) };
}

function text(value: string): Meaning {
  const url = encodeURIComponent(value).replaceAll('_', '%5F');
  return { id: value, spell: () => ({ json: JSON.stringify(value), url }) };
}

function randomText(next: Next): string {
  return Array.from({ length: 1 + Math.floor(next() * 6) }, () => pick(LETTERS, next)).join('');
}

function quoted(value: string): Spelling {
  return { json: JSON.stringify(value), url: value };
}
