/** What shells complete, read from the declarations of the commands and from the registries. */
import type { Argument, Command, Help } from 'commander';
import { formatNames } from '../../formats/registry.ts';
import { listOps } from '../../ops/registry.ts';

/** What stands behind a command, beside options: files, files and a row of ops, or one of some words. */
type Operands =
  | { readonly kind: 'files' }
  | { readonly kind: 'ops' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface Completed {
  readonly name: string;
  readonly about: string;
  /** Long options with what they do. */
  readonly options: readonly { readonly name: string; readonly about: string }[];
  readonly operands: Operands;
}

/** Every command that the help shows. */
export function describeCommands(program: Command): readonly Completed[] {
  const help = program.createHelp();
  return help.visibleCommands(program).map((command) => ({
    name: command.name(),
    about: command.description(),
    options: help.visibleOptions(command).flatMap(({ long, description }) => {
      return long ? [{ name: long, about: description }] : [];
    }),
    operands: operandsOf(command, program, help),
  }));
}

/** Names of ops, and those of formats as a row of ops has them. */
export function opWords(): readonly string[] {
  return [...listOps().map(({ name }) => name), ...formatNames.map((name) => `f_${name}`)];
}

function operandsOf(command: Command, program: Command, help: Help): Operands {
  const [first] = command.registeredArguments as readonly Argument[];
  if (first?.argChoices) return { kind: 'words', words: first.argChoices };
  if (command.name() === 'help') {
    return { kind: 'words', words: help.visibleCommands(program).map((each) => each.name()) };
  }
  if (command.name() === 'ops') return { kind: 'words', words: listOps().map(({ name }) => name) };
  const takesOps = command.registeredArguments.some((one) => /^(ops|recipe|inputs)$/.test(one.name()));
  return { kind: takesOps ? 'ops' : 'files' };
}
