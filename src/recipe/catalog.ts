/** Describes the ops as plain data, for programs. */
import { z } from 'zod';
import type { Op } from '../ops/op.ts';
import { BUILT_IN } from '../ops/op-set.ts';

/** An op as plain data, for programs: its names, and its parameters as JSON Schema. */
export interface CatalogEntry
  extends Pick<Op, 'name' | 'aliases' | 'summary' | 'kind' | 'positional' | 'examples'> {
  readonly schema: z.core.JSONSchema.BaseSchema;
}

export function describeOp({ name, aliases, summary, kind, positional, examples, params }: Op): CatalogEntry {
  const schema = z.toJSONSchema(params, { io: 'input' });
  return { name, aliases, summary, kind, positional, examples, schema };
}

/** Every op, as `GET /ops` and `noir ops --json` return them. */
export function listCatalog(ops = BUILT_IN): readonly CatalogEntry[] {
  return ops.list().map(describeOp);
}
