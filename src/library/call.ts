/** The arguments of an op's method: values by position, then options by name for the rest. */
import type { Op } from '../ops/op.ts';
import { isRecord } from '../recipe/faults.ts';
import { isFile } from './input.ts';

/** The parameters by name, for `.linear(1.2, -10)`, `.linear({ a: 1.2 })` or `.linear(1.2, { b: -10 })`. */
export function nameParameters(
  { positional }: Pick<Op, 'positional'>,
  values: readonly unknown[],
): Record<string, unknown> {
  const last = values.at(-1);
  const [options, byPosition] = areOptions(last) ? [last, values.slice(0, -1)] : [{}, values];
  const named = byPosition.map((value, index) => [positional[index] ?? `value ${index + 1}`, value] as const);
  // Values beyond the last one count only if there are any: `resize(300, 200, null)`.
  const given = named.filter(
    ([, value], index) => value !== undefined && (value !== null || index < positional.length),
  );
  return { ...Object.fromEntries(given), ...options };
}

/** Options are a plain object. A file, an image and a colour are values. */
function areOptions(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value) || isFile(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain && !('r' in value && 'g' in value && 'b' in value);
}
