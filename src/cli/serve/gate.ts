/** The settings of `noir serve` about who may ask for what. */
import type { AppOptions } from '../../http/app.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { readSources } from '../../service/read-sources.ts';
import type { NamedSources } from '../../service/sources.ts';
import { UsageError } from '../failure.ts';

/** Presets, sizes, origins and keys. */
export function readGate(values: Configured): Partial<AppOptions> {
  const { presets, presetsOnly, sizes, clientHints, fallback, origins, apiKeys, signingKeys } = values;
  return {
    presets: Object.fromEntries(presets.map(readPreset)),
    presetsOnly,
    clientHints,
    ...(sizes !== undefined && { sizes }),
    ...(fallback !== undefined && { fallback }),
    ...{ origins, keys: apiKeys },
    ...(signingKeys.length > 0 && { signingKeys }),
  };
}

/** `thumb=w_300,q_75` in two. The ops may have more of `=`. */
function readPreset(text: string): [string, string] {
  const end = text.indexOf('=');
  return [text.slice(0, end), text.slice(end + 1)];
}

/** Throws `UsageError` for a place that is none. */
export function openSources(places: readonly string[]): NamedSources {
  try {
    return readSources(places);
  } catch (error) {
    throw new UsageError(`sources: ${(error as Error).message}`);
  }
}
