import { describeField, show } from '../../src/recipe/faults.ts';
import type { FieldSchema } from '../../src/recipe/field-schema.ts';

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The fields of an object: what each takes, its default, and what it is for. */
export function describeFields(fields: Readonly<Record<string, FieldSchema>>, kind: string): string[] {
  const rows = Object.entries(fields).map(([name, field]) => {
    const takes = describeField(field) + (field.unit ? ` (${field.unit})` : '');
    const fallback = field.default === undefined ? '' : `\`${show(field.default)}\``;
    return row([`\`${name}\``, takes, fallback, field.description ?? '']);
  });
  return [`| ${kind} | takes | default | |`, '|---|---|---|---|', ...rows, ''];
}
