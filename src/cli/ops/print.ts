import { listOps } from '../../ops/registry.ts';
import { describeOp as catalogOp, listCatalog } from '../../recipe/catalog.ts';
import { describeOp } from './describe.ts';
import { requireOp } from './require.ts';

/** Prints all ops or one of them on stdout. */
export function printOps(name: string | undefined, json: boolean): void {
  const chosen = name === undefined ? undefined : requireOp(name);
  const text = json
    ? JSON.stringify(chosen ? catalogOp(chosen) : listCatalog(), undefined, 2)
    : (chosen ? [chosen] : listOps()).map((op) => describeOp(op).join('\n')).join('\n\n');
  process.stdout.write(`${text}\n`);
}
