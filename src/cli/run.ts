import type { Command } from 'commander';
import type { RunOptions } from './run/job.ts';

const HELP = `
Ops are separated by commas, their values by underscores; they run in the order written.
Options of the input stand before the first step, such as failOn_none or page_2 (docs/formats.md).
f_webp sets the format and q_80 the quality; otherwise the output's ending decides, and without one
the format stays. \`noir ops\` lists every op. Give - to read from stdin or write to stdout.

Examples:
  noir run photo.jpg greyscale,linear_1.2_-10 out.png
  noir run photo.jpg out.webp
  noir run cut.jpg failOn_none,resize_800 out.jpg
  curl -s https://example.com/cat.jpg | noir run - greyscale,f_webp,q_80 - > cat.webp`;

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
    .option('-v, --verbose', 'print how long each part took')
    .addHelpText('after', HELP)
    .action(
      async (
        input: string | undefined,
        ops: string | undefined,
        output: string | undefined,
        options: RunOptions,
        command: Command,
      ) => {
        const { runJob } = await import('./run/job.ts');
        if (input === undefined) command.error("error: missing required argument 'input'");
        else if (ops === undefined) command.error("error: missing required argument 'output'");
        // With two arguments the second is the output.
        else if (output === undefined) await runJob({ input, ops: '', output: ops }, options);
        else await runJob({ input, ops, output }, options);
      },
    );
}
