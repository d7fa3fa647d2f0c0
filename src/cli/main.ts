#!/usr/bin/env node
/** The program `noir`: declares its commands and runs the one that was asked for. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { describeFileError } from '../engine/file-error.ts';
import { readPackage } from '../version.ts';
import { bold } from './color.ts';
import { addCommands } from './commands.ts';
import { exitCodeFor, reportFailure, UsageError } from './failure.ts';

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
that cannot be taken, 1 for every other failure, 130 after Ctrl-C.`;

// Whoever reads a pipe may stop early, as `head` does; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`noir: cannot write to stdout: ${describeFileError(error)}\n`);
  process.exit(1);
});

// A server keeps running when nobody reads its stderr.
process.stderr.on('error', () => {});

/** What to do about arguments that do not fit, where their error does not say it. */
function hintAt(text: string): string {
  const [, word = ''] = /unknown option '(-[^']*)'/.exec(text) ?? [];
  // A file whose name begins with a dash looks like an option.
  if (existsSync(word)) return `(Write ./${word} for the file of that name.)\n`;
  if (/^-\w{2}/.test(word)) return '(Ops have no dash, and commas between them: resize_800,sharpen.)\n';
  return /too many arguments for '(run|explain)'/.test(text)
    ? '(Put commas between ops: resize_800,sharpen.)\n'
    : '';
}

/** `noir help WORD` for a word that is no command. */
async function refuseHelp([first, word]: readonly string[]): Promise<void> {
  const names = ['help', ...program.commands.map((command) => command.name())];
  if (first !== 'help' || word === undefined || word.startsWith('-') || names.includes(word)) return;
  const { findOp } = await import('../ops/registry.ts');
  const { suggestion } = await import('../recipe/nearest.ts');
  const hint = findOp(word) ? `; noir ops ${word} describes the op` : suggestion(word, names);
  throw new UsageError(`there is no command ${word}${hint || '; noir help lists them all'}`);
}

/** Whether the command was to print JSON. Words behind `--` are no options. */
function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(2, end < 0 ? undefined : end).includes('--json');
}

const program = new Command('noir')
  .description('Image processing on the GPU, and on the CPU where there is none.')
  .version(readPackage().version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand('help [command]', 'Print the help of a command.')
  .addHelpText('after', EXAMPLES)
  .configureHelp({ subcommandTerm: (command) => command.name(), styleTitle: bold })
  .showSuggestionAfterError()
  .configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, 'noir: ') + hintAt(text)),
  })
  .exitOverride();

addCommands(program);
program.showHelpAfterError('(noir --help says more.)');
for (const command of program.commands)
  command.showHelpAfterError(`(noir ${command.name()} --help says more.)`);

try {
  await refuseHelp(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  reportFailure(error, wantsJson(process.argv));
  process.exitCode = exitCodeFor(error);
}
