/** Reads the query parameters of a request, and refuses unknown ones. */

import type { Context } from 'hono';
import { invalidParameters } from '../core/errors.ts';
import { Faults, pointerTo } from '../core/faults.ts';
import { badParameter } from './problem.ts';

/**
 * Query parameters by name. Throws `invalid-parameter` with one fault for each parameter that is
 * unknown or given more than once, because a typing mistake must not change the picture in silence.
 */
export function readQuery<const Name extends string>(
  c: Context,
  allowed: readonly Name[],
): Partial<Record<Name, string>> {
  const faults = new Faults();
  const found: Record<string, string> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    const pointer = () => pointerTo('', name);
    if (!allowed.includes(name as Name)) {
      const takes = allowed.join(', ') || 'none';
      faults.add(pointer, `unknown query parameter; expected ${takes}`);
    } else if (values.length > 1) {
      faults.add(pointer, `expected once, received ${values.length} times`);
    } else {
      found[name] = values[0] ?? '';
    }
  }
  if (faults.count > 0) throw invalidParameters(faults.first, faults.count);
  return found as Partial<Record<Name, string>>;
}

/** The value of a query parameter, beside others that are ignored. Throws `invalid-parameter` if there are several. */
export function readParameter(c: Context, name: string): string | undefined {
  const values = c.req.queries(name) ?? [];
  if (values.length > 1) throw badParameter(`/${name}`, `expected once, received ${values.length} times`);
  return values[0];
}
