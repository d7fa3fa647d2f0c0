import type { Plan } from '../plan/plan.ts';

/** Whole numbers up to here are sizes of windows and angles, and kept as they are. */
const LARGEST = 360;

/**
 * One text for all plans that are expected to take the same time for each pixel: their ops, the kind of
 * picture, and of the parameters what is likely to change the work.
 */
export function planKey({ input, steps }: Plan): string {
  const ops = steps.map(({ op, params }) => `${op.name}(${kindOf(params, 2)})`);
  return `${input.type} ${input.channels} ${ops.join(' ')}`;
}

function kindOf(value: unknown, depth: number): string {
  if (typeof value === 'number') return kindOfNumber(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'string') return isWord(value) ? value : '*';
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return `[${value.length}]`;
  if (depth === 0) return '*';
  const fields = Object.entries(value as object).map(
    ([name, field]) => `${name}=${kindOf(field, depth - 1)}`,
  );
  return fields.join(' ');
}

/** Other numbers by their order of magnitude. */
function kindOfNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) <= LARGEST) return `${value}`;
  return `${value < 0 ? '-' : ''}2^${Math.floor(Math.log2(Math.abs(value)))}`;
}

/** Names of methods and modes, but neither colours nor what strangers write into pictures. */
function isWord(value: string): boolean {
  return /^[a-z][a-zA-Z0-9-]{1,15}$/.test(value) && !/^[0-9a-f]+$/.test(value);
}
