/** Reads the configuration: the file, then the environment, then flags, of which the last has the last word. */
import { unknownVariables } from './environment.ts';
import { type ConfigurationFile, isRecord, readFile, unknownKeys } from './file.ts';
import { membersOf, unknownMembers } from './members.ts';
import { ConfigurationError } from './mistakes.ts';
import { flagOf, keyOf, memberFlagOf, spokenFlagOf, variableOf } from './names.ts';
import type { Group } from './setting.ts';
import { type Configured, type Entry, listEntries, SETTINGS } from './table.ts';
import { readValue } from './values.ts';

const groups = Object.values(SETTINGS).filter((one): one is Group & typeof one => one.kind === 'group');

/** A setting as it holds. */
export interface Held extends Entry {
  readonly value: unknown;
  /** The place that gave the value, such as `--port`, `NOIR_GPU` or `noir.config.json`; undefined for the default. */
  readonly from: string | undefined;
}

export interface Configuration {
  readonly values: Configured;
  readonly held: readonly Held[];
}

export interface Places {
  /** Flags as commander gives them: by their long names in camel case. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** The folder of `noir.config.json`. */
  readonly folder?: string;
}

/** Throws `ConfigurationError` with all mistakes at once. */
export function readConfiguration({
  flags = {},
  env = process.env,
  folder = process.cwd(),
}: Places = {}): Configuration {
  const named = (flags.config as string | undefined) ?? (env.NOIR_CONFIG || undefined);
  const file = readFile(named, folder);
  const mistakes = [
    ...(file ? unknownKeys(file) : []),
    ...unknownVariables(env),
    ...groups.flatMap((group) => unknownMembers(group, textsOf(flags, group.flag?.name))),
  ];
  const held = listEntries().map((entry): Held => {
    const given = [...fromFile(entry, file), ...fromEnvironment(entry, env), ...fromFlags(entry, flags)];
    let last: Pick<Held, 'value' | 'from'> = { value: undefined, from: undefined };
    // Whatever is overridden is read too, so that a mistake in it does not wait for its day.
    for (const { from, place, text } of given) {
      const outcome = readValue(entry.setting.type, text, entry.setting.secret);
      if (outcome.kind === 'mistake') mistakes.push(`${place} ${outcome.reason}`);
      else last = { value: outcome.value, from };
    }
    return last.from === undefined
      ? { ...entry, ...last, value: entry.setting.default() }
      : { ...entry, ...last };
  });
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return { values: nest(held), held };
}

interface Given {
  readonly from: string;
  /** The beginning of a sentence about it. */
  readonly place: string;
  readonly text: unknown;
}

function fromFile({ path }: Entry, file: ConfigurationFile | undefined): Given[] {
  let value: unknown = file?.values;
  for (const part of path) value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  if (!file || value === undefined) return [];
  return [{ from: file.name, place: `${file.name}: ${keyOf({ path })}`, text: value }];
}

/** An empty variable is one that is not set. */
function fromEnvironment(entry: Entry, env: NodeJS.ProcessEnv): Given[] {
  const name = variableOf(entry);
  const text = name === undefined ? undefined : env[name];
  return name === undefined || !text ? [] : [{ from: name, place: name, text }];
}

function fromFlags(entry: Entry, flags: Readonly<Record<string, unknown>>): Given[] {
  const member = memberFlagOf(entry);
  const place = spokenFlagOf(entry) ?? '';
  const text =
    member === undefined ? flags[flagKey(entry)] : membersOf(textsOf(flags, member)).get(entry.path[1] ?? '');
  return text === undefined ? [] : [{ from: place, place, text }];
}

/** The values of a flag that names members. */
function textsOf(flags: Readonly<Record<string, unknown>>, name = ''): readonly string[] | undefined {
  return flags[name] as readonly string[] | undefined;
}

/** The name by which commander knows the flag: `keepAlive` of `--keep-alive`. */
function flagKey(entry: Entry): string {
  const long = /--([\w-]+)/.exec(flagOf(entry) ?? '')?.[1] ?? '';
  return long.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function nest(held: readonly Held[]): Configured {
  const values: Record<string, unknown> = {};
  for (const { path, value } of held) {
    const [key, member] = path;
    if (member === undefined) values[key] = value;
    else values[key] = { ...(values[key] as object | undefined), [member]: value };
  }
  return values as unknown as Configured;
}
