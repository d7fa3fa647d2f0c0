/** Reads flags that set members of a group by their names: `--limit side=100000`. */
import { ConfigurationError, suggest } from './mistakes.ts';
import type { Group, Values } from './setting.ts';
import { readValue } from './values.ts';

/** The texts of such a flag by the names of the members; of two with one name, the last. */
export function membersOf(texts: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [name = '', ...value] = text.split('=');
      return [name, value.join('=')];
    }),
  );
}

/** A line for each member that there is not. */
export function unknownMembers(
  { flag, members }: Group,
  texts: readonly string[] | undefined,
): readonly string[] {
  if (!flag) return [];
  const names = Object.keys(members);
  return [...membersOf(texts).keys()]
    .filter((name) => !names.includes(name))
    .map((name) => `--${flag.name}: there is no ${flag.name} ${name}; ${suggest(name, names)}`);
}

/** The values that the texts give. Throws `ConfigurationError`. */
export function readMembers<Members extends Group['members']>(
  group: Group<Members>,
  texts: readonly string[],
): Partial<Values<Members>> {
  const mistakes = [...unknownMembers(group, texts)];
  const values: Record<string, unknown> = {};
  for (const [name, text] of membersOf(texts)) {
    const member = Object.hasOwn(group.members, name) ? group.members[name] : undefined;
    const outcome = member && readValue(member.type, text);
    if (outcome?.kind === 'mistake') mistakes.push(`--${group.flag?.name} ${name} ${outcome.reason}`);
    else if (outcome) values[name] = outcome.value;
  }
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return values as Partial<Values<Members>>;
}
