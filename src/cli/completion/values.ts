/** What may stand behind an option, or as an argument: read from its declaration and from the settings. */
import type { Argument, Option } from 'commander';
import { formatNames } from '../../formats/registry.ts';
import { listOps } from '../../ops/registry.ts';
import { flagOf } from '../../service/configuration/names.ts';
import { listEntries, SETTINGS } from '../../service/configuration/table.ts';
import type { Form } from '../../service/configuration/types.ts';

export type Values =
  /** Anything, of which nothing is known. */
  | { readonly kind: 'any' }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  /** A row of ops. */
  | { readonly kind: 'ops' }
  /** A row of ops, or a file. */
  | { readonly kind: 'ops-or-files' }
  /** A folder, perhaps with a name and `=` in front. */
  | { readonly kind: 'place' }
  /** A name, `=`, and a row of ops. */
  | { readonly kind: 'preset' }
  /** One of some words; of a list several, with commas between them. Something follows a word that ends in `=`. */
  | { readonly kind: 'words' | 'list'; readonly words: readonly string[] };

/** By the placeholders of options and the names of arguments. */
const KINDS: Readonly<Record<string, () => Values>> = {
  file: () => ({ kind: 'files' }),
  path: () => ({ kind: 'files' }),
  module: () => ({ kind: 'files' }),
  input: () => ({ kind: 'files' }),
  output: () => ({ kind: 'files' }),
  folder: () => ({ kind: 'folders' }),
  recipe: () => ({ kind: 'ops' }),
  inputs: () => ({ kind: 'ops-or-files' }),
  '[name=]place': () => ({ kind: 'place' }),
  'name=ops': () => ({ kind: 'preset' }),
  format: () => ({ kind: 'words', words: [...formatNames, 'auto'] }),
  op: () => ({ kind: 'words', words: opNames() }),
  'op,...': () => ({ kind: 'list', words: opNames() }),
};

const opNames = () => listOps().map(({ name }) => name);

/** The values of an option; undefined for a switch. */
export function valuesOf(option: Option): Values | undefined {
  if (!option.required && !option.optional) return undefined;
  if (option.argChoices) return { kind: 'words', words: option.argChoices };
  const [, placeholder = ''] = /<(.*)>$/.exec(option.flags) ?? [];
  return KINDS[placeholder]?.() ?? ofSetting(option) ?? { kind: 'any' };
}

/** The values of an argument. One that may be left out has a file in its place. */
export function valuesOfArgument(argument: Argument): Values {
  if (argument.argChoices) return { kind: 'words', words: argument.argChoices };
  if (argument.name() === 'ops') return { kind: argument.required ? 'ops' : 'ops-or-files' };
  return KINDS[argument.name()]?.() ?? { kind: 'any' };
}

/** The words of a setting of the server, or the members of a group of settings. */
function ofSetting({ long }: Option): Values | undefined {
  const entry = listEntries().find((one) => /--[\w-]+/.exec(flagOf(one) ?? '')?.[0] === long);
  if (entry) return ofForm(entry.setting.type);
  for (const one of Object.values(SETTINGS)) {
    if (one.kind === 'group' && one.flag && `--${one.flag.name}` === long) {
      return { kind: 'words', words: Object.keys(one.members).map((name) => `${name}=`) };
    }
  }
  return undefined;
}

function ofForm(type: Form): Values | undefined {
  if (type.kind === 'list' && type.of.kind === 'choice') return { kind: 'list', words: type.of.values };
  return type.kind === 'entries' && type.names ? { kind: 'words', words: type.names } : undefined;
}
