/** The words that a step of a row of ops can be made of, from the registries and their schemas. */
import type * as z from 'zod';
import { INPUT } from '../../formats/input.ts';
import { FORMATS, formatNames } from '../../formats/registry.ts';
import { listOps } from '../../ops/registry.ts';
import { resize } from '../../ops/resize/resize.ts';
import { fieldSchemas, wordsOf } from '../../recipe/faults.ts';
import type { FieldSchema } from '../../recipe/field-schema.ts';
import { KEEPS } from '../../recipe/keep.ts';
import { SHORT_NAMES, shortField } from '../../recipe/short-names.ts';

/** What may stand at one place of a step. */
export interface Place {
  /** The text in front, up to an underscore. */
  readonly head: string;
  /** The number of underscores up to the place; undefined for any number. */
  readonly place?: number;
  readonly words: readonly string[];
  /** Whether a file may stand there. */
  readonly isFile?: boolean;
}

/** Names that a step can begin with. One that ends in `_` needs a value. */
export function firstWords(): readonly string[] {
  return [
    ...listOps().map(({ name }) => name),
    ...[...formatNames, 'auto'].map((name) => `f_${name}`),
    'q_',
    ...KEEPS.map((name) => `keep_${name}`),
    ...SHORT_NAMES.map((name) => `${name}_`),
    ...Object.keys(INPUT.shape).map((name) => `${name}_`),
  ];
}

/** The places of all steps at which something is known. */
export function placesOfSteps(): readonly Place[] {
  const places: readonly Place[] = [
    ...listOps().flatMap(({ name, positional, params }) => placesOf(name, positional, params)),
    { head: 'f_', place: 1, words: [...formatNames, 'auto'] },
    ...formatNames.flatMap((name) => placesOf(`f_${name}`, [], FORMATS[name].options)),
    ...[1, 2].map((place) => ({ head: 'keep_', place, words: KEEPS })),
    ...SHORT_NAMES.map((name) => ({ head: `${name}_`, place: 1, words: shortWords(name) })),
    ...Object.entries(fieldSchemas(INPUT)).map(([name, field]) => {
      return { head: `${name}_`, place: 1, words: valuesOf(field) };
    }),
  ];
  return places.filter(({ words, isFile }) => words.length > 0 || isFile);
}

/** The values by position, and those by name anywhere. */
function placesOf(name: string, positional: readonly string[], params: z.ZodType): Place[] {
  const head = `${name}_`;
  const fields = fieldSchemas(params);
  const byName = Object.entries(fields).flatMap(([key, field]) => {
    const values = valuesOf(field);
    return values.length > 0 ? values.map((value) => `${key}=${value}`) : [`${key}=`];
  });
  const byPosition = positional.map((key, index) => {
    const field = fields[key] ?? {};
    return { head, place: index + 1, words: valuesOf(field), isFile: field.format === 'file' };
  });
  return [{ head, words: byName }, ...byPosition];
}

/** The words of a field that can be typed as they are. */
function valuesOf(field: FieldSchema): readonly string[] {
  if (field.type === 'boolean') return ['true', 'false'];
  return wordsOf(field).filter((word) => /^[\w.-]+$/.test(word) && !word.includes('_'));
}

/** A short name writes a blank as a hyphen. */
function shortWords(name: (typeof SHORT_NAMES)[number]): readonly string[] {
  const field = fieldSchemas(resize.params)[shortField(name) ?? ''];
  return field ? wordsOf(field).map((word) => word.replace(' ', '-')) : [];
}
