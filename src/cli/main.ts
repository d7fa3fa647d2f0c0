#!/usr/bin/env node
/** The program `noir`: declares its commands and runs the one that was asked for. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { readPackage } from '../version.ts';
import { addBatch } from './batch.ts';
import { bold } from './color.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import { addDoctor } from './doctor.ts';
import { addExplain } from './explain.ts';
import { exitCodeFor, reportFailure } from './failure.ts';
import { addOps } from './ops.ts';
import { addPurge } from './purge.ts';
import { addRun } from './run.ts';
import { addServe } from './serve.ts';
import { addSign } from './sign.ts';
import { addTune } from './tune.ts';

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

Exit status: 0 when all went well, 2 for a mistake in the arguments or a picture that cannot be taken, 1 for
every other failure, 130 after Ctrl-C.`;

// Whoever reads a pipe may stop early, as `head` does; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

// A server keeps running when nobody reads its stderr.
process.stderr.on('error', () => {});

/** A file whose name begins with a dash looks like an option. */
function hintAtDash(text: string): string {
  const [, word = ''] = /unknown option '(-[^']*)'/.exec(text) ?? [];
  return existsSync(word) ? `(Write ./${word} for the file of that name.)\n` : '';
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
    outputError: (text, write) => write(text.replace(/^error: /, 'noir: ') + hintAtDash(text)),
  })
  .exitOverride();

const servers = [addServe, addConfig, addSign, addPurge];
const commands = [addRun, addBatch, ...servers, addExplain, addOps, addDoctor, addTune, addCompletion];
for (const add of commands) add(program);

try {
  await program.parseAsync();
} catch (error) {
  reportFailure(error, wantsJson(process.argv));
  process.exitCode = exitCodeFor(error);
}
