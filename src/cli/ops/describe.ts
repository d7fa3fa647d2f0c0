/** Describes ops for people, for `noir ops`. */
import { Help } from 'commander';
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
  const floats = op.unitFloats
    ? ['On f32, this op takes 0 as black and 1 as white; stretch brings another range to that first.']
    : [];
  return [
    `${op.name}${op.positional.map((name) => `_${name}`).join('')}${aliases}`,
    ...[op.summary, ...floats].flatMap((text) => wrap('  ', text)),
    ...fields.flatMap(([name, field]) => describeParameter(name.padEnd(width), field, required.has(name))),
    ...wrap('  e.g. ', [...examples].join('   ')),
  ];
}

function describeParameter(name: string, field: FieldSchema, isRequired: boolean): readonly string[] {
  const unit = field.unit && !['ratio', 'colour'].includes(field.unit) ? `, in ${field.unit}` : '';
  const range = describeField(field);
  // In the grammar a list has colons between its items.
  const list = /\bnumbers\b/.test(range) ? ', with colons between them' : '';
  const usual = field.default === undefined ? '' : `; ${JSON.stringify(field.default)} unless given`;
  const fallback = isRequired && usual === '' ? '; required' : usual;
  const takes = wrap(`    ${name}  `, `${range}${list}${unit}${fallback}`);
  const about = field.description ? wrap(' '.repeat(name.length + 6), field.description) : [];
  return [...takes, ...about];
}

/** Columns of every help. */
const COLUMNS = 80;

/** The lines of a text behind a head; those below the first one are indented as far. */
function wrap(head: string, text: string): readonly string[] {
  const lines = new Help().boxWrap(text, COLUMNS - head.length).split('\n');
  return lines.map((line, index) => `${index === 0 ? head : ' '.repeat(head.length)}${line.trimEnd()}`);
}
