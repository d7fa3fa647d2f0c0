/** The settings of the environment, for every command. */
import { type EngineOptions, optionsFromEnvironment } from '../settings.ts';
import { UsageError } from './failure.ts';

/** The `NOIR_*` variables; a wrong one is the user's mistake. One of an unknown name is named, unless quiet. */
export async function readSettings({ quiet = false } = {}): Promise<EngineOptions> {
  const { unknownVariables } = await import('../service/configuration/environment.ts');
  if (!quiet) for (const line of unknownVariables()) process.stderr.write(`noir: ${line}\n`);
  try {
    return optionsFromEnvironment();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
