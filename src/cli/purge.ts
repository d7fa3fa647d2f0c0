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

/** Milliseconds after which a server that does not answer is given up. */
const PATIENCE = 30_000;

async function purge(
  server: string,
  { source, tag }: PurgeOptions,
  key: string,
): Promise<{ purged: number }> {
  if ((source === undefined) === (tag === undefined)) throw new UsageError('give either --source or --tag');
  if ((source ?? tag) === '') throw new UsageError('the source or tag is empty; is a variable unset?');
  const url = new URL(`${server.replace(/\/$/, '')}/cache`);
  url.searchParams.set(source === undefined ? 'tag' : 'source', (source ?? tag) as string);
  const signal = AbortSignal.timeout(PATIENCE);
  // Another address would not get the key.
  const request = { method: 'DELETE', headers: authorize(key), redirect: 'manual', signal } as const;
  const response = await fetch(url, request).catch((error) => {
    throw new Error(`${server} does not answer: ${reasonOf(error.cause ?? error)}`);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  const { purged, detail } = (answer ?? {}) as { purged?: unknown; detail?: unknown };
  if (response.ok && typeof purged === 'number') return { purged };
  throw new Error(`${server} answered ${response.status}${describeAnswer(response, detail)}`);
}

/** What a server said in place of a number of pictures. */
function describeAnswer({ status, headers }: Response, detail: unknown): string {
  const location = headers.get('Location');
  if (status >= 300 && status < 400 && location) return `: it sends to ${location}; give that server`;
  if (typeof detail !== 'string') return ', and not as Noir does; is it the address of the server?';
  return `: ${detail}${status === 401 ? '; the key in NOIR_API_KEYS is none of that server' : ''}`;
}

function authorize(key: string): Headers {
  try {
    return new Headers({ Authorization: `Bearer ${key}` });
  } catch {
    // The error has the key in its message.
    throw new UsageError('NOIR_API_KEYS: the key has characters that cannot be sent, such as a line end');
  }
}

function reasonOf({ name, code, message }: NodeJS.ErrnoException): string {
  if (name === 'TimeoutError') return `nothing came for ${PATIENCE / 1000} s`;
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'no server listens there',
    ENOTFOUND: 'there is no such host',
  };
  return reasons[code ?? ''] ?? message;
}
