/** The overloads of an op's method: values by position, as many as one likes, then options for the rest. */
import { SWITCHES } from '../../src/library/sharp-calls.ts';
import type { Op } from '../../src/ops/op.ts';
import type { FieldSchema } from '../../src/recipe/field-schema.ts';
import { comment, explain, typeOf } from './types.ts';

/** What is known of an op's parameters. */
interface Parameters {
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly required: ReadonlySet<string>;
  /** The name of the interface of its options. */
  readonly type: string;
}

/** Arguments that an op's method takes as in sharp, though they are no parameters of the op, and what they are for. */
const AS_IN_SHARP: Readonly<Record<string, readonly [string, string]>> = {
  ...Object.fromEntries(
    SWITCHES.map((name) => [
      name,
      ['apply: boolean', '@param apply `false` leaves the step out, as in sharp.'],
    ]),
  ),
  composite: [
    'overlays: readonly OverlayOf<CompositeOptions>[]',
    '@param overlays Each is a step of its own, as in sharp.',
  ],
  joinChannel: ['images: readonly Input[]', '@param images Each is a step of its own, as in sharp.'],
};

/** The lines of all overloads. The one with the most values comes first: editors show it first. */
export function writeOverloads(op: Op, parameters: Parameters): string[] {
  return [...writeOwn(op, parameters), ...writeAsInSharp(op)];
}

function writeAsInSharp(op: Op): string[] {
  const [values, about] = AS_IN_SHARP[op.name] ?? [];
  if (values === undefined || about === undefined) return [];
  return [comment([op.summary, '', about], '  '), `  ${op.name}(${values}): ${resultOf(op)};`];
}

function writeOwn(op: Op, parameters: Parameters): string[] {
  if (Object.keys(parameters.fields).length === 0) {
    return [comment([op.summary], '  '), `  ${op.name}(): ${resultOf(op)};`];
  }
  const counts = Array.from({ length: op.positional.length + 1 }, (_, index) => op.positional.length - index);
  return counts.flatMap((count) => writeOverload(op, parameters, count));
}

function writeOverload(op: Op, { fields, required, type }: Parameters, count: number): string[] {
  const byPosition = op.positional.slice(0, count);
  const consumed = byPosition.filter((name) => required.has(name));
  const hasOptions = byPosition.length < Object.keys(fields).length;
  const needsOptions = [...required].some((name) => !byPosition.includes(name));
  const values = byPosition.map((name, index) => {
    const type = typeOf(fields[name] as FieldSchema);
    if (required.has(name)) return `${name}: ${type}`;
    const needed = needsOptions || byPosition.slice(index).some((later) => required.has(later));
    return needed ? `${name}: ${type} | null | undefined` : `${name}?: ${type} | null`;
  });
  const rest =
    consumed.length > 0 ? `Omit<${type}, ${consumed.map((name) => `'${name}'`).join(' | ')}>` : type;
  const options = hasOptions ? [needsOptions ? `options: ${rest}` : `options?: ${rest} | null`] : [];
  const about = byPosition.map((name) => `@param ${name} ${explain(fields[name] as FieldSchema)}`);
  const space = about.length > 0 ? [''] : [];
  return [
    comment([op.summary, ...space, ...about], '  '),
    `  ${op.name}(${[...values, ...options].join(', ')}): ${resultOf(op)};`,
  ];
}

/** What the method gives; one that ends in a report knows what the report says. */
function resultOf({ name, report }: Op): string {
  return report ? `Reporting<'${name}'> & Next` : 'Next';
}
