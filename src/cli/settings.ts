import type { EngineOptions } from '../settings.ts';
import { UsageError } from './failure.ts';

/** The `NOIR_*` variables; a wrong one is the user's mistake. */
export async function readSettings(): Promise<EngineOptions> {
  const { optionsFromEnvironment } = await import('../settings.ts');
  try {
    return optionsFromEnvironment();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
