#!/usr/bin/env node
/** The program `noir`: declares its commands and runs the one that was asked for. */
import { Command, CommanderError } from 'commander';
import { describeFileError } from '../engine/file-error.ts';
import { readPackage } from '../version.ts';
import { bold, red } from './color.ts';
import { addCommands } from './commands.ts';
import { exitCodeFor, reportFailure } from './failure.ts';
import { hintAt, hintAtOp, refuseUnknownCommand } from './mistakes.ts';

const EXAMPLES = `
Examples:
  noir run photo.jpg greyscale,linear_1.2_-10 out.png
  noir batch 'in/**/*.jpg' resize_1600 --out out
  noir serve --port 8080
  noir explain resize_800,f_webp photo.jpg
  noir ops
  noir doctor
  noir tune

Each command has its own help: noir run --help

Exit status: 0 when all went well, 2 for a mistake in the arguments or a picture
that cannot be taken, 1 for every other failure, 130 after Ctrl-C, 143 after
SIGTERM.`;

// Whoever reads a pipe may stop early, as `head` does; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`noir: cannot write to stdout: ${describeFileError(error)}\n`);
  process.exit(1);
});

// A server keeps running when nobody reads its stderr.
process.stderr.on('error', () => {});

/** Whether the command was to print JSON. Words behind `--` are no options. */
function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? undefined : end).includes('--json');
}

/** The words of the command line. `-v` alone and `version` ask for the version, as in other programs, and `help help` for the help. */
function readWords(): readonly string[] {
  const words = process.argv.slice(2);
  if (words[0] === 'help' && words[1] === 'help') return ['help'];
  return words.length === 1 && ['-v', 'version'].includes(words[0] as string) ? ['--version'] : words;
}

const words = readWords();
const { version } = readPackage();

const program = new Command('noir')
  .description('Image processing on the GPU, and on the CPU where there is none.')
  .version(
    wantsJson(words) ? JSON.stringify({ version }) : version,
    '-V, --version',
    'print the version; noir -v does so too',
  )
  .helpOption('-h, --help', 'print this help')
  .helpCommand('help [command]', 'Print the help of a command.')
  .addHelpText('after', EXAMPLES)
  .configureHelp({ subcommandTerm: (command) => command.name(), styleTitle: bold })
  .showSuggestionAfterError()
  .configureOutput({
    outputError: (text, write) => {
      const name = program.commands.find((command) => command.name() === words[0])?.name();
      write(text.replace(/^error:/, red('noir:', process.stderr)) + hintAt(text, name));
    },
  })
  .exitOverride();

addCommands(program);
program.showHelpAfterError('(noir --help says more.)');
for (const command of program.commands)
  command.showHelpAfterError(`(noir ${command.name()} --help says more.)`);

try {
  await refuseUnknownCommand(
    words,
    program.commands.map((command) => command.name()),
  );
  await program.parseAsync(words, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) process.stderr.write(await hintAtOp(error.message));
  reportFailure(error, wantsJson(words));
  process.exitCode = exitCodeFor(error);
}
