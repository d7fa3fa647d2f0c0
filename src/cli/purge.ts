/** Declares the command `noir purge`. */
import type { Command } from 'commander';
import { UsageError } from './failure.ts';
import { isServer } from './server-address.ts';

const HELP = `
NOIR_API_KEYS has the key of the server; of several, the first is sent.

Examples:
  noir purge http://localhost:8080 --source cats/tom.jpg
  noir purge https://images.example.com --tag product-17`;

interface PurgeOptions {
  readonly source?: string;
  readonly tag?: string;
  readonly json?: boolean;
}

/** `noir purge`: makes a server forget finished pictures. */
export function addPurge(program: Command): void {
  program
    .command('purge')
    .description('Make a server forget the pictures of a source, or those with a tag.')
    .argument('<server>', 'address of the server')
    .option('--source <address>', 'the picture, as in /image/{ops}/{source}, not percent-encoded')
    .option('--tag <tag>', 'a tag that the source sent in Cache-Tag')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (server: string, options: PurgeOptions) => {
      const { readConfiguration } = await import('../service/configuration/read.ts');
      const [key] = readConfiguration().values.apiKeys;
      if (key === undefined)
        throw new UsageError('NOIR_API_KEYS is not set; set it to the key of the server');
      if (!isServer(server)) {
        throw new UsageError(
          `${JSON.stringify(server)} is no address of a server, such as http://localhost:8080`,
        );
      }
      const { purged } = await purge(server, options, key);
      process.stdout.write(options.json ? `${JSON.stringify({ purged })}\n` : `${purged} forgotten\n`);
    });
}

async function purge(
  server: string,
  { source, tag }: PurgeOptions,
  key: string,
): Promise<{ purged: number }> {
  if ((source === undefined) === (tag === undefined)) throw new UsageError('give either --source or --tag');
  if ((source ?? tag) === '') throw new UsageError('the source or tag is empty; is a variable unset?');
  const url = new URL(`${server.replace(/\/$/, '')}/cache`);
  url.searchParams.set(source === undefined ? 'tag' : 'source', (source ?? tag) as string);
  const headers = { Authorization: `Bearer ${key}` };
  const response = await fetch(url, { method: 'DELETE', headers }).catch((error) => {
    throw new Error(`${server} does not answer: ${reasonOf(error.cause ?? error)}`);
  });
  const answer = (await response.json().catch(() => ({}))) as { purged: number; detail?: string };
  if (response.ok) return answer;
  const hint = response.status === 401 ? '; the key in NOIR_API_KEYS is none of that server' : '';
  throw new Error(`${server} answered ${response.status}: ${answer.detail ?? 'no Noir'}${hint}`);
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'no server listens there',
    ENOTFOUND: 'there is no such host',
  };
  return reasons[code ?? ''] ?? message;
}
