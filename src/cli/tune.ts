/** Declares the command `noir tune`. */
import type { Command } from 'commander';
import type { TuneFlags } from './tune/command.ts';

const HELP = `
The table goes into the cache folder: NOIR_CACHE, or noir in the user's own
cache folder. It holds from the next start on; a running server keeps the one
that it has. To go back to the table that comes with Noir, remove the file.

Measuring takes two to three minutes for each round, less with --ops; let the
machine rest meanwhile. Ctrl-C ends it, and nothing is written.

Examples:
  noir tune
  noir tune --dry-run --json
  noir tune --ops stretch,linear --rounds 5
  NOIR_CACHE=/var/cache/noir noir tune`;

/** `noir tune`: measures the costs of this machine, by which Noir chooses ways. */
export function addTune(program: Command): void {
  program
    .command('tune')
    .description('Measure what this machine takes for each op and format, and keep the table of costs.')
    .option('--quick', 'measure small pictures only and a part of what there is: seconds, and rough')
    .option('--ops <op,...>', 'measure these ops only, separated by commas; all other rows stay')
    .option('--rounds <number>', 'how many times to measure; the least time counts (1 unless given)')
    .option('--output <file>', 'write the table to a file instead of the cache folder')
    .option('--dry-run', 'write nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (flags: TuneFlags) => {
      const { runTune } = await import('./tune/command.ts');
      await runTune(flags);
    });
}
