/** Checks the settings that programs give to adapters: a misspelt key would let addresses in without a signature. */
import type * as z from 'zod';

/** Throws an error that names the first wrong or unknown setting. */
export function checkSettings(adapter: string, schema: z.ZodType, settings: unknown): void {
  const [issue] = schema.safeParse(settings).error?.issues ?? [];
  if (!issue) return;
  const place = ['options', ...issue.path].join('.');
  const message = issue.message.replace(/^Invalid input: /, '');
  throw new Error(`${place} of ${adapter}: ${message[0]?.toLowerCase()}${message.slice(1)}`);
}
