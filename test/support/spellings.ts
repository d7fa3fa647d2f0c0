/** Random recipes, and the many ways to write each of them. */

import { DEFAULT_READING, type Reading } from '../../src/formats/input.ts';
import { FORMATS } from '../../src/formats/registry.ts';
import type { Op } from '../../src/ops/op.ts';
import { listOps } from '../../src/ops/registry.ts';
import { fieldSchemas } from '../../src/recipe/faults.ts';
import type { FieldSchema } from '../../src/recipe/field-schema.ts';
import { randomReading, writeInput } from './input-spellings.ts';
import { defaultMeaning, type Meaning, type Next, pick, randomMeaning, writeNumber } from './meanings.ts';

/** An object with a schema of its own: a step, or the options of an encoder. */
interface Part {
  readonly fields: Readonly<Record<string, FieldSchema>>;
  /** What is said of each field; of one without a default perhaps nothing. */
  readonly said: Readonly<Record<string, Meaning>>;
}

interface StepMeaning extends Part {
  readonly op: Op;
}

export interface RecipeMeaning {
  /** By the defaults when absent. */
  readonly input?: Reading;
  readonly steps: readonly StepMeaning[];
  readonly format?: keyof typeof FORMATS | 'auto' | undefined;
  /** Of the output where no format is named; else it is among the options. */
  readonly quality?: number | undefined;
  readonly options: Part;
}

export function randomRecipe(next: Next): RecipeMeaning {
  const ops = listOps().filter(({ report }) => !report);
  const steps = Array.from({ length: Math.floor(next() * 4) }, () => randomStep(pick(ops, next), next));
  const formats = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
  const format = pick([...formats, 'auto', undefined] as const, next);
  const isNamed = format !== undefined && format !== 'auto';
  const quality = !isNamed && next() < 0.5 ? 1 + Math.floor(next() * 100) : undefined;
  const fields = isNamed ? fieldSchemas(FORMATS[format].options) : {};
  const input = randomReading(next);
  return { input, steps, format, quality, options: { fields, said: randomPart(fields, next) } };
}

/** A step that the schema takes: some have rules besides, such as an odd size, and get another try. */
export function randomStep(op: Op, next: Next): StepMeaning {
  const fields = fieldSchemas(op.params);
  for (;;) {
    const step = { op, fields, said: randomPart(fields, next) };
    if (isTaken(step, next)) return step;
  }
}

export function isTaken({ op, said }: StepMeaning, next: Next): boolean {
  const values = Object.entries(said).map(([name, meaning]) => [name, JSON.parse(meaning.spell(next).json)]);
  return op.params.safeParse(Object.fromEntries(values)).success;
}

function randomPart(fields: Part['fields'], next: Next): Part['said'] {
  const said = Object.entries(fields).flatMap(([name, field]): [string, Meaning][] => {
    const isOptional = field.default === undefined;
    if (next() < 0.5) return [[name, randomMeaning(field, next)]];
    if (!isOptional) return [[name, defaultMeaning(field)]];
    return next() < 0.5 ? [] : [[name, randomMeaning(field, next)]];
  });
  return Object.fromEntries(said);
}

/** The recipe as JSON text: fields in any order, defaults given or left out, any space. */
export function writeJson(recipe: RecipeMeaning, next: Next): string {
  const steps = recipe.steps.map((step) =>
    object([['op', quote(nameOf(step.op, next))], ...pairs(step, next)], next),
  );
  const output: (readonly [string, string])[] = pairs(recipe.options, next);
  if (recipe.format) output.push(['format', quote(formatName(recipe.format, next))]);
  if (recipe.quality !== undefined) output.push(['quality', writeNumber(recipe.quality, next)]);
  // A format without quality ignores one.
  const ignores = recipe.format && recipe.format !== 'auto' && !('quality' in recipe.options.fields);
  if (ignores && next() < 0.5) output.push(['quality', '33']);
  const members: [string, string][] = [];
  const input = writeInput(recipe.input ?? DEFAULT_READING, next).map(
    ({ name, json }) => [name, json] as const,
  );
  if (input.length > 0 || next() < 0.5) members.push(['input', object(input, next)]);
  if (steps.length > 0 || next() < 0.5) members.push(['steps', `[${steps}]`]);
  if (output.length > 0 || next() < 0.5) members.push(['output', object(output, next)]);
  return object(members, next);
}

/** The recipe in the grammar of URLs; undefined where that has no way to write it. */
export function writeUrl(recipe: RecipeMeaning, next: Next): string | undefined {
  const tokens = recipe.steps.map((step) => writeStep(step, next));
  const { quality, ...others } = recipe.options.said;
  if (tokens.includes(undefined)) return undefined;
  const about: string[] = [];
  if (recipe.format)
    about.push(`f_${[formatName(recipe.format, next), ...writeOptions(recipe, others, next)].join('_')}`);
  if (recipe.quality !== undefined) about.push(`q_${writeNumber(recipe.quality, next, true)}`);
  if (quality) about.push(`q_${quality.spell(next).url}`);
  const input = writeInput(recipe.input ?? DEFAULT_READING, next).map(
    ({ name, url }) => `${anyCase(name, next)}_${url}`,
  );
  const row = [...shuffle(input, next), tokens.join(',')].join(',');
  return shuffle([row, ...about], next).join(',');
}

function writeOptions({ options }: RecipeMeaning, said: Part['said'], next: Next): string[] {
  return shuffle(Object.entries(said), next)
    .filter(([name, meaning]) => !(isDefault(options, name, meaning) && next() < 0.5))
    .map(([name, meaning]) => `${name}=${meaning.spell(next).url}`);
}

/** `resize_800_600_fit=inside`, with more or fewer of its values by position. */
function writeStep(step: StepMeaning, next: Next): string | undefined {
  const { op, said } = step;
  const gap = op.positional.findIndex((name) => !said[name]);
  const most = gap < 0 ? op.positional.length : gap;
  const placed = op.positional.slice(0, Math.floor(next() * (most + 1)));
  const named = Object.keys(said)
    .filter((name) => !placed.includes(name))
    .filter((name) => !(isDefault(step, name, said[name] as Meaning) && next() < 0.5));
  const write = (name: string) => said[name]?.spell(next).url;
  const [byPlace, byName] = [
    placed.map(write),
    shuffle(named, next).map((name) => [name, write(name)] as const),
  ];
  if (byPlace.includes(undefined) || byName.some(([, url]) => url === undefined)) return undefined;
  return [nameOf(op, next), ...byPlace, ...byName.map(([name, url]) => `${name}=${url}`)].join('_');
}

function pairs(part: Part, next: Next): (readonly [string, string])[] {
  return Object.entries(part.said)
    .filter(([name, meaning]) => !(isDefault(part, name, meaning) && next() < 0.5))
    .map(([name, meaning]) => [name, meaning.spell(next).json]);
}

function isDefault({ fields }: Part, name: string, { id }: Meaning): boolean {
  const field = fields[name] as FieldSchema;
  return field.default !== undefined && defaultMeaning(field).id === id;
}

function object(members: readonly (readonly [string, string])[], next: Next): string {
  const written = shuffle(members, next).map(([name, json]) => `${quote(name)} : ${json}`);
  return `{ ${written.join(',\n')} }`;
}

const quote = (text: string) => JSON.stringify(text);

function nameOf(op: Op, next: Next): string {
  return anyCase(pick([op.name, ...op.aliases], next), next);
}

function formatName(format: keyof typeof FORMATS | 'auto', next: Next): string {
  if (format === 'auto') return format;
  return anyCase(pick([format, ...FORMATS[format].extensions], next), next);
}

function anyCase(name: string, next: Next): string {
  return pick([name, name, name.toUpperCase(), name.toLowerCase()], next);
}

function shuffle<Item>(items: readonly Item[], next: Next): Item[] {
  const sorted = items.map((item) => [next(), item] as const).sort(([a], [b]) => a - b);
  return sorted.map(([, item]) => item);
}
