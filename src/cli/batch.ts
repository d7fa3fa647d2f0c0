/** Declares the command `noir batch`. */
import { type Command, InvalidArgumentError } from 'commander';
import { readQuantity, TIME } from '../service/configuration/units.ts';
import { startAhead } from '../workers/start-process.ts';
import type { BatchOptions } from './batch/command.ts';
import { isolationOption } from './isolation-option.ts';
import { limitOption } from './limit-option.ts';

const HELP = `
Inputs are files, folders and patterns; put patterns in quotes:
'in/**/*.{jpg,png}'. The last argument is the row of ops, as for noir run; it
may be left out with --format or --recipe. Folders below that of a pattern are
kept, and so are the times of the files. A file that is there already is never
written over without --force; --resume leaves such files out. With --deadline, a
picture on which a decoder hangs is a failure, and the others go on.

Names are made of {dir}, {name}, {ext}, {width} and {height} of the result;
{file}, the name of the input with its ending, so that a.jpg and a.png become
a.jpg.webp and a.png.webp; and {output}, the name of one of several outputs.

Exit status: 0 when every file was done, 1 when some failed or cannot be read, 2
for a mistake in the arguments, 130 after Ctrl-C, 143 after SIGTERM. No
unfinished file is left behind.

Examples:
  noir batch 'in/**/*.{jpg,png}' resize_1600,sharpen --out out --format webp
  noir batch photos resize_400 --out thumbs --name '{dir}/{name}-{width}.{ext}'
  noir batch '*.tif' --format png --out png --resume --json > summary.json
  noir batch photos --recipe set.json --out out --name '{name}-{output}.{ext}'`;

type Flags = Omit<BatchOptions, 'out'> & Partial<Pick<BatchOptions, 'out'>>;

/** `noir batch`: many pictures from files into files. */
export function addBatch(program: Command): void {
  program
    .command('batch')
    .description('Process many pictures.')
    .usage('[options] <inputs...> [ops] --out <folder>')
    .argument('<inputs...>', 'files, folders and patterns, and then what to do with them')
    // Not `requiredOption`: commander would ask for it before it names a misspelt option, such as --output.
    .option('-o, --out <folder>', 'folder for the results; it is made where it is missing')
    .option('--format <format>', 'format of the results, such as webp; that of each input unless the ops say')
    .option('--recipe <file>', 'JSON recipe in place of ops, also with several outputs; - for stdin')
    .option('--name <template>', 'names of the results; {dir}/{name}.{ext} unless given')
    .option('--concurrency <n>', 'pictures at a time; 2 to 4 for each worker process unless given', readCount)
    .option(
      '--deadline <time>',
      'time that each picture may take, such as 30s; no limit unless given',
      readTime,
    )
    .addOption(isolationOption())
    .option('--resume', 'leave out pictures whose result is there already')
    .option('-f, --force', 'write over files that are there already')
    .option('--dry-run', 'print what would be written, and write nothing')
    .option('--json', 'print a summary as JSON to stdout')
    .option('-q, --quiet', 'print nothing but errors')
    .addOption(limitOption())
    .addHelpText('after', HELP)
    .action(async (words: string[], { out, ...flags }: Flags, command: Command) => {
      if (out === undefined) command.error("error: required option '-o, --out <folder>' not specified");
      const options = { ...flags, out };
      // It loads its code while this process finds the pictures.
      if (options.isolation === 'process' && !options.dryRun) startAhead(1);
      const { runBatch } = await import('./batch/command.ts');
      process.exitCode = await runBatch(words, options);
    });
}

/** Milliseconds of a time such as 30s. A number without a unit is in seconds. */
function readTime(text: string): number {
  const time = readQuantity(text, TIME, 's') ?? 0;
  // Less is gone before a worker has started.
  if (time >= 1000) return time;
  throw new InvalidArgumentError('expected a time from 1s on, such as 30s.');
}

function readCount(text: string): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= 1024) return count;
  throw new InvalidArgumentError('expected a whole number from 1 to 1024.');
}
