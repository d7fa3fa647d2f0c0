/** Declares the command `noir explain`. */
import type { Command } from 'commander';
import type { ExplainFlags } from './explain/command.ts';
import { limitOption } from './limit-option.ts';

const HELP = `
Ops are written as for \`noir run\`. A * marks the way that was taken; costs are
expected milliseconds by the table of costs. Where a step depends on what is in
the picture, the ways behind it are listed apart.

Examples:
  noir explain resize_800,f_webp photo.jpg
  noir explain --json greyscale,f_png photo.jpg`;

/** `noir explain`: shows the possible ways to run a recipe on a file, and the one taken. */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description(
      'Show the ways in which a recipe can be run on a picture, what each costs, and the one taken.',
    )
    .argument('<recipe>', 'ops, such as resize_800,f_webp')
    .argument('<file>', 'picture to read, or - for stdin')
    .option('--json', 'print JSON')
    .addOption(limitOption())
    .addHelpText('after', HELP)
    .action(async (recipe: string, file: string, flags: ExplainFlags) => {
      const { runExplain } = await import('./explain/command.ts');
      await runExplain(recipe, file, flags);
    });
}
