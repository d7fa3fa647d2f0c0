/** Declares the command `noir sign`. */
import type { Command } from 'commander';
import { UsageError } from './failure.ts';
import { isServer } from './server-address.ts';

const HELP = `
NOIR_SIGNING_KEYS has the keys, with commas between them; the first one signs.
Make one with: openssl rand -hex 32

Examples:
  noir sign w_300,f_webp cats/tom.jpg
  noir sign w_300 https://example.com/a.jpg --for 60 --base https://img.example`;

interface SignOptions {
  readonly for?: string;
  readonly base?: string;
  readonly json?: boolean;
}

/** `noir sign`: prints the signed address of a picture. */
export function addSign(program: Command): void {
  program
    .command('sign')
    .description('Sign the address of a picture for a server that asks for signatures.')
    .argument('<ops>', 'the recipe, or a preset; _ for none')
    .argument('<source>', 'the picture, as a path of a source or a whole address, not percent-encoded')
    .option('--for <seconds>', 'time for which the address is good; for ever unless given')
    .option('--base <url>', 'address of the server, to be put in front')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (ops: string, address: string, options: SignOptions) => {
      const { Signer, signedPath } = await import('../service/signing.ts');
      const { readConfiguration } = await import('../service/configuration/read.ts');
      const { signingKeys: keys } = readConfiguration().values;
      if (keys.length === 0)
        throw new UsageError(
          'NOIR_SIGNING_KEYS is not set; set it to the keys of the server, with commas between them',
        );
      if (options.base !== undefined && !isServer(options.base)) {
        throw new UsageError(`--base takes an address such as https://img.example, not ${options.base}`);
      }
      const expires = options.for === undefined ? undefined : untilAfter(options.for);
      const path = signedPath(openSigner(Signer, keys), { ops, address, expires });
      const signed = `${options.base?.replace(/\/$/, '') ?? ''}${path}`;
      process.stdout.write(`${options.json ? JSON.stringify({ address: signed, expires }) : signed}\n`);
    });
}

function openSigner<Made>(Signer: new (keys: readonly string[]) => Made, keys: readonly string[]): Made {
  try {
    return new Signer(keys);
  } catch (error) {
    throw new UsageError(`NOIR_SIGNING_KEYS: ${(error as Error).message}`);
  }
}

/** The second of the clock that comes so many seconds from now. */
function untilAfter(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Math.ceil(Date.now() / 1000) + Number(text);
  throw new UsageError(`--for takes a whole number of seconds, not ${JSON.stringify(text)}`);
}
