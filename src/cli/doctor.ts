/** Declares the command `noir doctor`. */
import type { Command } from 'commander';

const HELP = `
The exit status is 0 when at least one backend works.

Examples:
  noir doctor
  NOIR_GPU=software noir doctor --json`;

/** `noir doctor`: reports this machine's backends and codecs, and what to install. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Show GPUs, drivers and backends, try them out, and say what is missing.')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async ({ json }: { json?: boolean }) => {
      const { runDoctor } = await import('./doctor/examine.ts');
      await runDoctor(json ?? false);
    });

  // Code that touches the driver runs in a process of its own, because a bad driver can crash the process.
  program.command('probe-gpu', { hidden: true }).action(async () => {
    const { probeGpu } = await import('./doctor/probe.ts');
    await probeGpu();
  });
}
