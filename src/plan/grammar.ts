import { findOp } from '../ops/registry.ts';
import { type FieldSchema, fieldSchemas } from './faults.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Turns `resize_800_600,linear_a=1.2,f_webp,q_75` into a recipe as it is written in JSON, unchecked:
 * commas between steps, underscores between values, values by position or as `name=value`, colons
 * between the items of a list. `f` and `q` set the output's format and quality.
 */
export function parseOps(text: string): { steps: unknown[]; output: Record<string, unknown> } {
  const steps: unknown[] = [];
  const output: Record<string, unknown> = {};
  for (const token of text.split(',').filter(Boolean)) {
    const [name = '', ...values] = token.split('_');
    if (name === 'f') output.format = values.join('_');
    else if (name === 'q') output.quality = coerce(values.join('_'), { type: 'integer' });
    else steps.push(parseStep(name, values));
  }
  return { steps, output };
}

function parseStep(name: string, values: readonly string[]): Record<string, unknown> {
  const op = findOp(name);
  const fields = op ? fieldSchemas(op.params) : {};
  const step: Record<string, unknown> = { op: name };
  values.forEach((value, index) => {
    const equals = value.indexOf('=');
    // A value too many gets a name that no schema has, and is reported as unknown.
    const field = equals > 0 ? value.slice(0, equals) : (op?.positional[index] ?? `value ${index + 1}`);
    if (field === 'op') return;
    step[field] = coerce(equals > 0 ? value.slice(equals + 1) : value, fields[field] ?? {});
  });
  return step;
}

/** Reads a value as the type that its field takes; text that does not look like it stays text. */
function coerce(text: string, field: FieldSchema): unknown {
  for (const choice of field.anyOf ?? [field]) {
    if ((choice.type === 'number' || choice.type === 'integer') && NUMBER.test(text)) return Number(text);
    if (choice.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
    if (choice.type === 'array' && text.includes(':')) {
      return text.split(':').map((item) => coerce(item, choice.items ?? {}));
    }
  }
  return text;
}
