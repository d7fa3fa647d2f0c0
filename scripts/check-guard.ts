/**
 * Checks that sources reach no private address, on whatever runtime runs this file: `npx tsx scripts/check-guard.ts`,
 * `bun scripts/check-guard.ts`, `deno run -A scripts/check-guard.ts`. Prints a line for each form of an address, and ends with
 * status 1 if a connection reached the server that stands for the private network. Needs Linux, where all of 127.0.0.0/8 is
 * this machine.
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { fetchPicture } from '../src/service/fetch-picture.ts';
import { web } from '../src/service/sources/web.ts';

/** 127.0.0.1 stands for an address of the private network, 127.0.0.2 for one of the Internet. */
const [PRIVATE, PUBLIC] = ['127.0.0.1', '127.0.0.2'];

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let intruders = 0;
const port = await listen(
  (_, response) => void response.end(GIF),
  PRIVATE,
  0,
  () => intruders++,
);
await listen(
  (request, response) => {
    if (request.url === '/elsewhere') response.writeHead(302, { Location: `http://${PRIVATE}:${port}/` });
    response.end(GIF);
  },
  PUBLIC,
  port,
);

function listen(
  answer: RequestListener,
  host: string,
  wanted: number,
  onConnection: () => void = () => {},
): Promise<number> {
  const server = createServer(answer);
  server.on('connection', onConnection);
  return new Promise((resolve) => {
    server.listen(wanted, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Addresses that must not be reached, with what a name server would say of a name. */
const FORBIDDEN: readonly (readonly [host: string, path: string, found: readonly string[]])[] = [
  ...['127.0.0.1', '127.1', '2130706433', '0177.0.0.1', '0x7f.1', '0.0.0.0', 'localhost'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[2002:7f00:1::]', '[64:ff9b::7f00:1]'],
  ...['[2001:0:7f00:1::]', '169.254.169.254', '100.64.0.1', '10.0.0.1', '172.16.0.1', '192.168.0.1'],
  ...['[fd00::1]', '[fe80::1]'],
]
  .map((host): readonly [string, string, readonly string[]] => [host, '/a.gif', [PRIVATE]])
  .concat([
    ['named.example', '/a.gif', [PRIVATE]],
    ['mapped.example', '/a.gif', ['::ffff:127.0.0.1']],
    [PUBLIC, '/elsewhere', []],
  ]);

async function codeOf(host: string, path: string, lookup: () => Promise<readonly string[]>): Promise<string> {
  const url = `http://${host}:${port}${path}`;
  const allow = [new URL(url).origin, `http://${PRIVATE}:${port}`];
  const source = web({ allow, allowAddresses: [`${PUBLIC}/32`], lookup });
  const request = { limit: 1e6, signal: new AbortController().signal };
  const answer = await fetchPicture({ '': source }, url, request).catch((error: unknown) => error);
  return String((answer as { code?: unknown }).code ?? (answer as { kind?: unknown }).kind ?? answer);
}

let failures = 0;
const expectCode = (what: string, wanted: string, code: string) => {
  if (code !== wanted) failures++;
  console.log(`${code === wanted ? 'ok    ' : 'FAILED'} ${what}: ${code}`);
};

expectCode('a public address', 'file', await codeOf(PUBLIC, '/a.gif', async () => [PUBLIC]));
for (const [host, path, found] of FORBIDDEN) {
  expectCode(`${host}${path}`, 'source-forbidden', await codeOf(host, path, async () => found));
}
// The second answer of a name server is another one. The name is looked up once, so that it is never asked for.
const answers = [PUBLIC, PRIVATE];
const rebinding = async () => [answers.shift() ?? PRIVATE];
expectCode('a name that changes', 'file', await codeOf('rebind.example', '/a.gif', rebinding));
expectCode('the same name later', 'source-forbidden', await codeOf('rebind.example', '/a.gif', rebinding));
expectCode('connections to the private network', '0', String(intruders));
process.exit(failures === 0 ? 0 : 1);
