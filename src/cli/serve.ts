/** Declares the command `noir serve`. */
import type { Command } from 'commander';
import { readConfiguration } from '../service/configuration/read.ts';
import { countFirst } from '../workers/cores.ts';
import { startAhead } from '../workers/start-process.ts';
import { addSettings } from './serve/flags.ts';
import { writeJsonLines } from './serve/json-lines.ts';
import { readWorkers } from './serve/processes.ts';

const HELP = `
Every setting can also stand in noir.config.json or in a variable, such as
NOIR_KEEP_ALIVE; flags override variables, and these the file. Keys and
passwords have no flags: NOIR_SIGNING_KEYS (see noir sign) and NOIR_API_KEYS,
with commas between keys, and NOIR_REDIS. noir config prints what holds. Sizes
and times have units: 64MiB, 10s.

Examples:
  noir serve --port 8080
  noir serve --source ./photos --source shop=s3://my-bucket/products
  noir serve --source https://example.com/pictures/
  curl -o cat.webp http://localhost:8080/image/w_300,f_webp/cat.jpg
  curl -F image=@photo.jpg http://localhost:8080/gray -o gray.png`;

/** `noir serve`: the HTTP server. */
export function addServe(program: Command): void {
  addSettings(program.command('serve').description('Start the HTTP server.'))
    .addHelpText('after', HELP)
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { values } = readConfiguration({ flags });
      if (values.log === 'json') writeJsonLines();
      const workers = readWorkers(values);
      if (workers !== undefined) startAhead(countFirst(workers));
      const { runServer } = await import('./serve/server.ts');
      await runServer(values, workers);
    });
}
