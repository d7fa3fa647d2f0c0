/** Describes the ops as plain data, for programs. */
import * as z from 'zod';
import type { Op } from '../ops/op.ts';
import { BUILT_IN } from '../ops/op-set.ts';

/** An op as plain data, for programs: its names, and its parameters as JSON Schema. */
export interface CatalogEntry
  extends Pick<Op, 'name' | 'aliases' | 'family' | 'summary' | 'kind' | 'positional' | 'examples'> {
  /** Examples that are large enough to be seen on a picture of some hundred pixels. */
  readonly shown: Op['examples'];
  readonly schema: z.core.JSONSchema.BaseSchema;
}

export function describeOp(op: Op): CatalogEntry {
  const { name, aliases, family, summary, kind, positional, examples, shown = examples, params } = op;
  const schema = z.toJSONSchema(params, { io: 'input' });
  return { name, aliases, family, summary, kind, positional, examples, shown, schema };
}

/** Every op, as `GET /ops` and `noir ops --json` return them. */
export function listCatalog(ops = BUILT_IN): readonly CatalogEntry[] {
  return ops.list().map(describeOp);
}
