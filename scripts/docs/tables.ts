import type * as z from 'zod';
import { describeField, fieldSchemas, requiredOf, show } from '../../src/recipe/faults.ts';
import type { FieldSchema } from '../../src/recipe/field-schema.ts';

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Units that the words of a field say already. */
const TOLD: readonly string[] = ['ratio', 'colour', 'fractions of width and height'];

/** The fields of an object: what each takes, its default, and what it is for. */
export function describeFields(schema: z.ZodType, kind: string): string[] {
  const required = requiredOf(schema);
  const rows = Object.entries(fieldSchemas(schema)).map(([name, field]) => {
    const unit = field.unit && !TOLD.includes(field.unit) ? ` (${field.unit})` : '';
    const takes = takesOf(field) + unit;
    const fallback =
      field.default === undefined ? (required.has(name) ? 'required' : '') : `\`${show(field.default)}\``;
    return row([`\`${name}\``, takes, fallback, field.description ?? '']);
  });
  return [`| ${kind} | takes | default | |`, '|---|---|---|---|', ...rows, ''];
}

/** What a field takes. What many fields take in the same way is told once, below `## Values`. */
function takesOf(field: FieldSchema): string {
  if (field.unit === 'colour') return 'a [colour](#colours)';
  const { anyOf: [words] = [] } = field;
  if (words?.enum?.includes('northeast')) {
    const more = words.enum.includes('entropy') ? ', `entropy` or `attention`' : '';
    return `a [position](#positions)${more}`;
  }
  if (field.type === 'string' && !field.enum && field.format === undefined) return 'text';
  return describeField(field)
    .replace(' from -1e+37 to 1e+37', '')
    .replace(/(?<![\d.])\d{7,}/g, (digits) => Number(digits).toLocaleString('en'));
}
