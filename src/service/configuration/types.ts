/** The types of settings, as plain data: what they take, for errors, help and documents. */
import { type Measure, PIXELS, SIZE, TIME, writeQuantity } from './units.ts';

export type Form =
  /** `name` is what it is, with its article; `placeholder` stands for it in help. */
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly placeholder: string;
      readonly pattern?: RegExp | undefined;
    }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'whole'; readonly least: number; readonly most: number }
  | {
      readonly kind: 'quantity';
      readonly measure: Measure;
      /** Unit of a number without one. */
      readonly bare: string;
      readonly least: number;
      readonly most: number;
    }
  /** Values with commas between them in a text. */
  | { readonly kind: 'list'; readonly of: Form; readonly example: string }
  /** Texts such as `name=value`: one a line in a variable, an object or a list in the file. */
  | {
      readonly kind: 'entries';
      readonly pattern: RegExp;
      /** The names in front of `=`, if they are a fixed list. */
      readonly names?: readonly string[];
      readonly name: string;
      readonly placeholder: string;
      readonly example: string;
    };

/** A form with the type of its values; `value` is never there. */
export type Type<Value> = Form & { readonly value?: Value };

export const text = (name: string, placeholder: string, pattern?: RegExp): Type<string> => ({
  kind: 'text',
  name,
  placeholder,
  pattern,
});

export const onOff: Type<boolean> = { kind: 'switch' };

export const choice = <const Value extends string>(values: readonly Value[]): Type<Value> => ({
  kind: 'choice',
  values,
});

export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER): Type<number> => ({
  kind: 'whole',
  least,
  most,
});

export const port: Type<number> = whole(0, 65_535);

interface Bounds {
  readonly bare: string;
  readonly least: number;
  readonly most: number;
}

/** A size in bytes. */
export const bytes = ({ bare, least, most }: Bounds): Type<number> => ({
  kind: 'quantity',
  measure: SIZE,
  bare,
  least,
  most,
});

/** A time in milliseconds; a number without a unit is in seconds. */
export const time = (least = 1, most = 86_400_000): Type<number> => ({
  kind: 'quantity',
  measure: TIME,
  bare: 's',
  least,
  most,
});

export const pixels: Type<number> = {
  kind: 'quantity',
  measure: PIXELS,
  bare: '',
  least: 1,
  most: Number.MAX_SAFE_INTEGER,
};

export const list = <Value>(of: Type<Value>, example: string): Type<readonly Value[]> => ({
  kind: 'list',
  of,
  example,
});

export const entries = (of: Omit<Extract<Form, { kind: 'entries' }>, 'kind'>): Type<readonly string[]> => ({
  kind: 'entries',
  ...of,
});

/** What a setting takes, for the middle of a sentence. */
export function describeType(type: Form): string {
  switch (type.kind) {
    case 'text':
      return type.name;
    case 'switch':
      return 'true or false';
    case 'choice':
      return inWords(type.values, 'or');
    case 'whole':
      return `a whole number ${describeRange(type.least, type.most)}`;
    case 'quantity':
      return `${type.measure.name} ${describeSpan(type)}`;
    case 'list':
      return `a list of ${describeMembers(type.of)}, such as ${type.example}`;
    case 'entries':
      return `${type.name}, such as ${type.example}`;
  }
}

/** Stands for a value in help, such as `<MiB>`. */
export function placeholderOf(type: Form): string {
  if (type.kind === 'text' || type.kind === 'entries') return type.placeholder;
  if (type.kind === 'quantity') return type.measure.name.replace(/^an? /, '');
  return type.kind === 'whole' ? 'number' : type.kind === 'list' ? 'list' : 'name';
}

/** Writes a value as people write it. */
export function writeValue(type: Form, value: unknown): string {
  if (Array.isArray(value)) {
    const separator = type.kind === 'list' ? ',' : '; ';
    return value.map((each) => writeValue(type.kind === 'list' ? type.of : type, each)).join(separator);
  }
  return type.kind === 'quantity' ? writeQuantity(value as number, type.measure) : String(value);
}

function describeRange(least: number, most: number): string {
  if (most < Number.MAX_SAFE_INTEGER) return `from ${least} to ${most}`;
  return least === 1 ? 'above 0' : `from ${least} on`;
}

function describeSpan({ measure, least, most }: Extract<Form, { kind: 'quantity' }>): string {
  const write = (value: number) => writeQuantity(value, measure);
  if (most < Number.MAX_SAFE_INTEGER) return `from ${write(least)} to ${write(most)}`;
  return `${least > 0 ? 'above 0' : 'from 0 on'}, such as ${measure.example}`;
}

function describeMembers(of: Form): string {
  if (of.kind === 'choice') return inWords(of.values, 'and');
  return of.kind === 'whole'
    ? `whole numbers ${describeRange(of.least, of.most)}`
    : describeType(of).replace(/^an? (.*)$/, '$1s');
}

/** `a, b or c`. */
function inWords(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
