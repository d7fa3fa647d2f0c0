import { z } from 'zod';
import type { Op } from '../../ops/op.ts';

/** An op as plain data, for programs; the same as in `GET /ops`. */
export function catalogOp({ name, aliases, summary, kind, positional, examples, params }: Op) {
  const schema = z.toJSONSchema(params, { io: 'input' });
  return { name, aliases, summary, kind, positional, examples, schema };
}
