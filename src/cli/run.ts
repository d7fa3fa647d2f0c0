/** Declares the command `noir run`. */
import { type Command, Option } from 'commander';
import { limitOption } from './limit-option.ts';
import type { Job, RunOptions } from './run/job.ts';
import { readSettings } from './settings.ts';

const HELP = `
Ops are separated by commas, their values by underscores; they run in the order
written. Options of the input stand before the first step, such as failOn_none
or page_2 (docs/formats.md). f_webp sets the format and q_80 the quality;
otherwise the output's ending decides, and without one the format stays.
The output has no metadata, unless keep_icc, keep_exif (without position) or
keep_all keeps some. Further files stand in the ops by their paths:
watermark_my_logo.png. \`noir ops\` lists every op. Give - to read from stdin or
write to stdout.

Examples:
  noir run photo.jpg greyscale,linear_1.2_-10 out.png
  noir run photo.jpg out.webp
  noir run cut.jpg failOn_none,resize_800 out.jpg
  noir run --limit side=100000 long.png resize_50p long-half.png
  curl -s https://example.com/cat.jpg | noir run - f_webp,q_80 - > cat.webp`;

interface Flags extends RunOptions {
  /** File descriptor for errors, in the child process of a quiet command. */
  readonly errorsTo?: number;
}

/** `noir run`: one picture from a file into a file. */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('Process one picture.')
    .usage('[options] <input> [ops] <output>')
    .argument('[input]', 'file to read, or - for stdin')
    .argument('[ops]', 'what to do with it, such as greyscale,linear_1.2_-10; may be left out')
    .argument('[output]', 'file to write, or - for stdout')
    .option('-q, --quiet', 'print nothing but errors')
    .option('-f, --force', 'write over the input, or another file that is read')
    .option('-v, --verbose', 'print how long each part took')
    .option('--json', 'print what was done as JSON to stdout')
    .addOption(limitOption())
    .addOption(new Option('--errors-to <descriptor>').argParser(Number).hideHelp())
    .addHelpText('after', HELP)
    .action(
      async (
        input: string | undefined,
        ops: string | undefined,
        output: string | undefined,
        options: Flags,
        command: Command,
      ) => {
        if (input === undefined) command.error("error: missing required argument 'input'");
        else if (ops === undefined) command.error("error: missing required argument 'output'");
        else if (input === '') command.error('error: the input is empty; is a variable unset?');
        else if ((output ?? ops) === '') command.error('error: the output is empty; is a variable unset?');
        else if (options.json && (output ?? ops) === '-') {
          command.error('error: --json prints to stdout, so the picture needs a file');
        }
        // With two arguments, the second one is the output.
        else if (output === undefined) await start({ input, ops: '', output: ops }, options);
        else await start({ input, ops, output }, options);
      },
    );
}

async function start(job: Job, { errorsTo, ...options }: Flags): Promise<void> {
  const { mayChatter, rerunQuietly, sendErrorsTo } = await import('./quiet.ts');
  if (errorsTo !== undefined) sendErrorsTo(errorsTo);
  else if (options.quiet && mayChatter(await readSettings(options))) {
    process.exitCode = await rerunQuietly('run');
    return;
  }
  const { runJob } = await import('./run/job.ts');
  await runJob(job, options);
}
