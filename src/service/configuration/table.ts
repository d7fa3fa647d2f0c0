/** The table of all settings of the server, by their keys in the file. Flags, variables and documents come from it. */
import type { Setting, Settings, Values } from './setting.ts';
import { CACHE } from './table/cache.ts';
import { CLIENTS } from './table/limits.ts';
import { LISTENING } from './table/listening.ts';
import { OBSERVING } from './table/observing.ts';
import { PICTURES } from './table/pictures.ts';
import { WORK } from './table/work.ts';

/** The settings by the headings that they have in help and documents. */
export const SECTIONS = {
  Listening: LISTENING,
  Work: WORK,
  'Pictures by address': PICTURES,
  Cache: CACHE,
  'Clients and limits': CLIENTS,
  'Metrics and logs': OBSERVING,
} satisfies Record<string, Settings>;

export const SETTINGS = { ...LISTENING, ...WORK, ...PICTURES, ...CACHE, ...CLIENTS, ...OBSERVING };

export type Configured = Values<typeof SETTINGS>;

/** A setting with its place in the table. */
export interface Entry {
  readonly path: readonly [string] | readonly [group: string, member: string];
  readonly setting: Setting;
}

export function listEntries(settings: Settings = SETTINGS): readonly Entry[] {
  return Object.entries(settings).flatMap(([key, one]): Entry[] => {
    if (one.kind === 'setting') return [{ path: [key], setting: one }];
    return Object.entries(one.members).map(([member, setting]) => ({ path: [key, member], setting }));
  });
}
