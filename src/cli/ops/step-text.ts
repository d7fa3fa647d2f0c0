import type { Op } from '../../ops/op.ts';

/** A step in the grammar of URLs: `linear_1.2_-10`, and by name behind a gap: `linear_b=5`. */
export function writeStep(op: Op, parameters: Readonly<Record<string, unknown>>): string {
  const gap = op.positional.findIndex((name) => parameters[name] === undefined);
  const byPosition = gap === -1 ? op.positional : op.positional.slice(0, gap);
  const named = Object.keys(parameters).filter(
    (name) => parameters[name] !== undefined && !byPosition.includes(name),
  );
  return [
    op.name,
    ...byPosition.map((name) => writeValue(parameters[name])),
    ...named.map((name) => `${name}=${writeValue(parameters[name])}`),
  ].join('_');
}

function writeValue(value: unknown): string {
  return Array.isArray(value) ? value.join(':') : String(value);
}
