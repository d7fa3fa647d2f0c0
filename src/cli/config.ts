/** Declares the command `noir config`. */
import type { Command } from 'commander';
import { addSettings } from './serve/flags.ts';

const HELP = `
Takes the flags of noir serve. Fails with a line for each mistake. --schema
prints the JSON Schema of the file, for editors: "$schema" in the file names it.

Examples:
  noir config
  noir config --port 3000 --json
  noir config --schema > noir.schema.json`;

interface ConfigFlags extends Readonly<Record<string, unknown>> {
  readonly json?: boolean;
  readonly schema?: boolean;
}

/** `noir config`: prints the settings of the server. */
export function addConfig(program: Command): void {
  const command = program
    .command('config')
    .description('Show the settings of the server as they hold, and where each comes from.')
    .option('--json', 'print JSON')
    .option('--schema', 'print the JSON Schema of noir.config.json');
  addSettings(command)
    .addHelpText('after', HELP)
    .action(async ({ json = false, schema = false, ...flags }: ConfigFlags) => {
      const { printConfiguration, printSchema } = await import('./config/print.ts');
      if (schema) printSchema();
      else printConfiguration(flags, json);
    });
}
