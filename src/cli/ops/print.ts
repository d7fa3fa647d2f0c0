import type { Op } from '../../ops/op.ts';
import { findOp, listOps } from '../../ops/registry.ts';
import { describeOp as catalogOp, listCatalog } from '../../recipe/catalog.ts';
import { suggestion } from '../../recipe/nearest.ts';
import { UsageError } from '../failure.ts';
import { describeOp } from './describe.ts';

/** Prints all ops or one of them on stdout. */
export function printOps(name: string | undefined, json: boolean): void {
  const chosen = name === undefined ? undefined : requireOp(name);
  const text = json
    ? JSON.stringify(chosen ? catalogOp(chosen) : listCatalog(), undefined, 2)
    : (chosen ? [chosen] : listOps()).map((op) => describeOp(op).join('\n')).join('\n\n');
  process.stdout.write(`${text}\n`);
}

function requireOp(name: string): Op {
  const op = findOp(name);
  if (op) return op;
  const near = suggestion(
    name,
    listOps().flatMap((known) => [known.name, ...known.aliases]),
  );
  throw new UsageError(`there is no op ${name}${near || '; noir ops lists them all'}`);
}
