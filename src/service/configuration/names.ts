/** The names of a setting: its key in the file, its variable, and its flag. */
import { type Entry, SETTINGS } from './table.ts';
import { placeholderOf } from './types.ts';

/** `limits.side`. */
export function keyOf({ path }: Pick<Entry, 'path'>): string {
  return path.join('.');
}

/** `NOIR_LIMITS_SIDE`; undefined when the environment does not have the setting. */
export function variableOf({ path, setting: { env } }: Entry): string | undefined {
  if (env === false) return undefined;
  return env ?? `NOIR_${path.map(snake).join('_').toUpperCase()}`;
}

/** The declaration of a flag, such as `--keep-alive <time>`; undefined for settings without a flag of their own. */
export function flagOf({ path, setting: { flag, secret, type } }: Entry): string | undefined {
  if (flag !== undefined) return flag || undefined;
  if (secret || memberFlagOf({ path }) !== undefined) return undefined;
  const long = `--${path.map((part) => snake(part).replaceAll('_', '-')).join('-')}`;
  return type.kind === 'switch' ? long : `${long} <${placeholderOf(type)}>`;
}

/** `limit` of `--limit side=100000`; undefined for settings that are not set in that way. */
export function memberFlagOf({ path: [key] }: Pick<Entry, 'path'>): string | undefined {
  const one = SETTINGS[key as keyof typeof SETTINGS];
  return one.kind === 'group' ? one.flag?.name : undefined;
}

/** How a person writes the flag: `--port`, or `--limit side`. */
export function spokenFlagOf(entry: Entry): string | undefined {
  const member = memberFlagOf(entry);
  if (member !== undefined) return `--${member} ${entry.path[1]}`;
  return /--[\w-]+/.exec(flagOf(entry) ?? '')?.[0];
}

/** The declaration of a flag, also of `--limit pixels=<number of pixels>`; undefined for settings that have none. */
export function declaredFlagOf(entry: Entry): string | undefined {
  if (memberFlagOf(entry) === undefined) return flagOf(entry);
  return `${spokenFlagOf(entry)}=<${placeholderOf(entry.setting.type)}>`;
}

/** `body_bytes` of `bodyBytes`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
