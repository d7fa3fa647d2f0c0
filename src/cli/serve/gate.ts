/** The settings of `noir serve` about who may ask for what. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { AppOptions } from '../../http/app.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { foldersOf, readSources } from '../../service/read-sources.ts';
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

/** Throws `UsageError` for a place that is none, and for addresses that are none. */
export function openSources({
  sources,
  allowAddresses,
}: Pick<Configured, 'sources' | 'allowAddresses'>): NamedSources {
  const file = foldersOf(sources).find((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
  if (file !== undefined)
    throw new UsageError(`sources: ${file} is a file; a source is a folder or an address`);
  try {
    return readSources(sources, allowAddresses);
  } catch (error) {
    throw new UsageError(`sources: ${(error as Error).message}`);
  }
}

/** What those who run the server may not expect. */
export function warningsOf(values: Configured): readonly string[] {
  const { adapters, imgproxy, signingKeys, presetsOnly, sources } = values;
  const isSigned = imgproxy.key !== undefined && adapters.some((text) => text.startsWith('imgproxy'));
  const isOpen = signingKeys.length === 0 && !presetsOnly;
  const open = 'addresses of imgproxy need signatures, but those below /image do not; set NOIR_SIGNING_KEYS';
  return [...(isSigned && isOpen ? [open] : []), ...missingFolders(sources)];
}

/**
 * A line for each folder whose pictures cannot be read now, and why. The folder may come later, as a mounted one does, so it is no
 * mistake.
 */
function missingFolders(places: readonly string[]): readonly string[] {
  return foldersOf(places).flatMap((folder) => {
    if (!existsSync(folder))
      return `there is no folder ${folder}; until there is, its pictures are not found`;
    return isReadable(folder) ? [] : `this user may not read the folder ${folder}`;
  });
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
