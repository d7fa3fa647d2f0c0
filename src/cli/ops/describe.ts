/** Describes ops for people, for `noir ops`. */
import type { Op } from '../../ops/op.ts';
import { describeField, fieldSchemas, requiredOf } from '../../recipe/faults.ts';
import type { FieldSchema } from '../../recipe/field-schema.ts';
import { writeStep } from '../../recipe/grammar.ts';

/** Describes an op for people: its purpose, a line or two for each parameter, and examples in URL grammar. */
export function describeOp(op: Op): readonly string[] {
  const fields = Object.entries(fieldSchemas(op.params));
  const required = requiredOf(op.params);
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  const aliases = op.aliases.length > 0 ? ` (also ${op.aliases.join(', ')})` : '';
  const examples = new Set((op.shown ?? op.examples).map((example) => writeStep(op, example)));
  return [
    `${op.name}${op.positional.map((name) => `_${name}`).join('')}${aliases}`,
    `  ${op.summary}`,
    ...(op.unitFloats
      ? ['  On f32, this op takes 0 as black and 1 as white; stretch brings another range to that first.']
      : []),
    ...fields.flatMap(([name, field]) => describeParameter(name.padEnd(width), field, required.has(name))),
    `  e.g. ${[...examples].join('   ')}`,
  ];
}

function describeParameter(name: string, field: FieldSchema, isRequired: boolean): readonly string[] {
  const unit = field.unit && !['ratio', 'colour'].includes(field.unit) ? `, in ${field.unit}` : '';
  const range = describeField(field);
  // In the grammar a list has colons between its items.
  const list = /\bnumbers\b/.test(range) ? ', with colons between them' : '';
  const usual = field.default === undefined ? '' : `; ${JSON.stringify(field.default)} unless given`;
  const fallback = isRequired && usual === '' ? '; required' : usual;
  const takes = `    ${name}  ${range}${list}${unit}${fallback}`;
  return field.description ? [takes, `    ${' '.repeat(name.length)}  ${field.description}`] : [takes];
}
