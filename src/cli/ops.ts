/** Declares the command `noir ops`. */
import type { Command } from 'commander';

const HELP = `
Examples:
  noir ops
  noir ops linear
  noir ops --json | jq -r '.[].name'`;

/** `noir ops`: lists the ops. */
export function addOps(program: Command): void {
  program
    .command('ops')
    .description('List the ops with their parameters, ranges and defaults.')
    .argument('[op]', 'one op only, by its name or an alias')
    .option('--json', 'print JSON, with a JSON Schema for each op')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const { printOps } = await import('./ops/print.ts');
      printOps(name, json ?? false);
    });
}
