/** Loads the user's own ops from a module, because functions cannot be sent to a worker process. */
import type { Op } from '../ops/op.ts';

/** Loads the export `ops` of a module, a list of results of `defineOp`. Throws an error that says what is missing. */
export async function loadOps(url: string | undefined): Promise<readonly Op[]> {
  if (url === undefined) return [];
  const { ops } = await load(url);
  if (Array.isArray(ops)) return ops as readonly Op[];
  throw new Error(`${url} must export a list \`ops\` of what defineOp returns`);
}

/** The message of a syntax error does not name its file. */
async function load(url: string): Promise<{ readonly ops?: unknown }> {
  try {
    return await import(url);
  } catch (error) {
    throw new Error(`cannot load ${url}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
