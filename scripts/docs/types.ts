/** Fields of JSON Schema as TypeScript: their types, and comments that editors show. */
import { describeField, show } from '../../src/recipe/faults.ts';
import type { FieldSchema } from '../../src/recipe/field-schema.ts';

/** Columns of a comment. */
const WIDTH = 110;

/** The type of what a field takes in code, where a file may stand for its name. */
export function typeOf(field: FieldSchema): string {
  if (field.unit === 'colour') return 'ColorInput';
  if (field.format === 'file') return 'Input';
  if (field.anyOf) return [...new Set(field.anyOf.map(typeOf))].join(' | ');
  if (field.const !== undefined) return literal(field.const);
  if (field.enum) return field.enum.map(literal).join(' | ');
  if (field.type === 'integer' || field.type === 'number') return 'number';
  if (field.type !== 'array') return field.type ?? 'unknown';
  const item = typeOf(field.items ?? {});
  return /[| ]/.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** What a field is for, what it takes, and what it is without being given. */
export function explain(field: FieldSchema): string {
  const unit = field.unit && !['colour', 'ratio'].includes(field.unit) ? `, in ${field.unit}` : '';
  const takes =
    field.format === 'file' ? 'A path, bytes, a `Blob`, a stream or an image' : describeField(field);
  const fallback = field.default === undefined ? '' : `; ${show(field.default)} unless given`;
  const about = (field.description ?? '').replace(/\.?$/, '.');
  return `${about} ${takes[0]?.toUpperCase()}${takes.slice(1)}${unit}${fallback}.`.trim();
}

/** A comment that documents what follows, with lines broken. */
export function comment(paragraphs: readonly string[], indent = ''): string {
  const lines = paragraphs.flatMap((paragraph) =>
    wrap(paragraph.replaceAll('*/', '* /'), WIDTH - indent.length),
  );
  if (lines.length === 1) return `${indent}/** ${lines[0]} */`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n');
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
