/** Finds the ops that arguments name. */
import type { Op } from '../../ops/op.ts';
import { findOp, listOps } from '../../ops/registry.ts';
import { suggestion } from '../../recipe/nearest.ts';
import { UsageError } from '../failure.ts';

/** The op of a name or an alias. Throws `UsageError` with the nearest name. */
export function requireOp(name: string): Op {
  const op = findOp(name);
  if (op) return op;
  const near = suggestion(
    name,
    listOps().flatMap((known) => [known.name, ...known.aliases]),
  );
  throw new UsageError(`there is no op ${name}${near || '; noir ops lists them all'}`);
}
