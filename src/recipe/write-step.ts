/** Writes steps in the grammar of URLs and of the command line. Plain code: the playground's page runs it too. */
import { type FieldSchema, isFreeText } from './field-schema.ts';

/** What the grammar needs to know of an op. */
export interface Spelling {
  readonly name: string;
  /** Fields in the order of their values without names. */
  readonly positional: readonly string[];
  readonly fields: Readonly<Record<string, FieldSchema>>;
}

/** Writes a step: `linear_1.2_-10`, and by name after a gap: `linear_b=5`. */
export function spellStep(op: Spelling, parameters: Readonly<Record<string, unknown>>): string {
  const gap = op.positional.findIndex((name) => parameters[name] === undefined);
  const byPosition = gap === -1 ? op.positional : op.positional.slice(0, gap);
  const named = Object.keys(parameters).filter(
    (name) => parameters[name] !== undefined && !byPosition.includes(name),
  );
  const write = (name: string) => writeValue(parameters[name], op.fields[name] ?? {});
  return [op.name, ...byPosition.map(write), ...named.map((name) => `${name}=${write(name)}`)].join('_');
}

function writeValue(value: unknown, field: FieldSchema): string {
  if (typeof value === 'string' && isFreeText(field)) return encodeText(value);
  return Array.isArray(value) ? value.join(':') : String(value);
}

/** Percent-encodes the characters of a text that mean something in the grammar. */
function encodeText(text: string): string {
  return text.replace(/[%,_=]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
