/** Declares the command `noir completion`. */
import { Argument, type Command } from 'commander';
import { oneOf } from './choice.ts';

const SHELLS = ['bash', 'zsh'] as const;

const HELP = `
Put the line for your shell into its start-up file:
  source <(noir completion bash)   # ~/.bashrc
  source <(noir completion zsh)    # ~/.zshrc, below compinit

Examples:
  noir completion bash > /etc/bash_completion.d/noir
  noir completion zsh > "\${fpath[1]}/_noir"`;

/** `noir completion`: prints a script with which a shell completes commands, options and the names of ops. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('Print a script that completes commands, options, ops and their values in a shell.')
    .addArgument(
      new Argument('<shell>', 'the shell').choices(SHELLS).argParser(oneOf('noir completion', SHELLS)),
    )
    .addHelpText('after', HELP)
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { describeCommands } = await import('./completion/commands.ts');
      const { writeBash } = await import('./completion/bash.ts');
      const { writeZsh } = await import('./completion/zsh.ts');
      const write = { bash: writeBash, zsh: writeZsh }[shell];
      process.stdout.write(write(describeCommands(program)));
    });
}
