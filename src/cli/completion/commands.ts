/** What shells complete, read from the declarations of the commands. */
import type { Argument, Command, Help } from 'commander';
import { type Values, valuesOf, valuesOfArgument } from './values.ts';

/** An option, with what may stand behind it; a switch has no values. */
interface CompletedOption {
  readonly name: string;
  /** Its letter, such as `-o`. */
  readonly short?: string | undefined;
  readonly about: string;
  readonly values: Values | undefined;
}

export interface Completed {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** What stands behind the command beside options, one after the other. */
  readonly operands: readonly Values[];
  /** Whether the last operand may be repeated. */
  readonly repeats: boolean;
}

/** Every command that the help shows. */
export function describeCommands(program: Command): readonly Completed[] {
  const help = program.createHelp();
  return help.visibleCommands(program).map((command) => {
    const last = command.registeredArguments.at(-1);
    return {
      name: command.name(),
      about: command.description(),
      options: help.visibleOptions(command).flatMap((option) => {
        const { long, short, description: about } = option;
        return long ? [{ name: long, short, about, values: valuesOf(option) }] : [];
      }),
      operands: operandsOf(command, program, help),
      repeats: last?.variadic ?? false,
    };
  });
}

function operandsOf(command: Command, program: Command, help: Help): readonly Values[] {
  if (command.name() === 'help') {
    return [{ kind: 'words', words: help.visibleCommands(program).map((each) => each.name()) }];
  }
  return (command.registeredArguments as readonly Argument[]).map(valuesOfArgument);
}
