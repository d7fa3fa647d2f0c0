/** Declares the command `noir sign`. */
import type { Command } from 'commander';
import { UsageError } from './failure.ts';
import { isServer } from './server-address.ts';

const HELP = `
NOIR_SIGNING_KEYS has the keys, with commas between them; the first one signs.
Make one with: openssl rand -hex 32

Examples:
  noir sign w_300,f_webp cats/tom.jpg
  noir sign w_300 https://example.com/a.jpg --for 60s --base https://img.example`;

/** Milliseconds of the longest time that an address may be good for: a thousand years. */
const LONGEST = 1000 * 365 * 86_400_000;

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
    .option('--for <time>', 'time for which the address is good, such as 60s or 7h; for ever unless given')
    .option('--base <url>', 'address of the server, to be put in front')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (ops: string, address: string, options: SignOptions) => {
      if (address === '') throw new UsageError('the source is empty; is a variable unset?');
      if (ops === '') throw new UsageError('the ops are empty; is a variable unset? _ stands for none');
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
      const expires = options.for === undefined ? undefined : await untilAfter(options.for);
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

/** The second of the clock that comes so much time from now. A number without a unit is in seconds. */
async function untilAfter(text: string): Promise<number> {
  const { readQuantity, TIME } = await import('../service/configuration/units.ts');
  const time = readQuantity(text, TIME, 's') ?? 0;
  if (time >= 1000 && time <= LONGEST) return Math.ceil((Date.now() + time) / 1000);
  throw new UsageError(`--for takes a time from 1s on, such as 60s or 7h, not ${JSON.stringify(text)}`);
}
