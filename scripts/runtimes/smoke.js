// A smoke suite of every face, in plain JavaScript: it runs in Node, Deno and Bun alike, on the built package. Prints one
// line of JSON for each face: what it made, or why it failed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { createApp, noir as middleware, serve, web } from '../../dist/http/index.js';
import { createNoir } from '../../dist/index.js';

const photo = fileURLToPath(new URL('../../test/fixtures/docs/photo.png', import.meta.url));
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'noir-runtime-'));
const hash = (/** @type {Uint8Array} */ bytes) =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** Runs the command line in this runtime. @param {string[]} args */
function start(args) {
  return spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A recipe whose bytes are the same however it is run. @param {import('../../dist/index.js').NoirOptions} options */
async function makeWith(options) {
  const noir = await createNoir(options);
  try {
    return hash(await noir(photo).resize(64).blur(2).greyscale().png().toBuffer());
  } finally {
    await noir.close();
  }
}

/** Asks a server for a gray picture. @param {string} url */
async function postGray(url) {
  const response = await fetch(`${url}/gray`, { method: 'POST', body: readFileSync(photo) });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return hash(new Uint8Array(await response.arrayBuffer()));
}

/** @param {(message: string) => void} check */
async function expectForbidden(check) {
  let connections = 0;
  const server = createServer((_, response) => {
    response.end(readFileSync(photo));
  });
  server.on('connection', () => connections++);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const hosts = ['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'];
  const allow = hosts.map((host) => `http://${host}:${port}/`);
  const source = web({ allow });
  for (const url of allow) {
    const error = await source.get(`${url}a.jpg`, request()).catch((error) => error);
    if (error.code !== 'source-forbidden') throw new Error(`${url}: ${error.code ?? error}`);
  }
  check(`${hosts.length} spellings, ${connections} connections`);
  if (connections > 0) throw new Error(`${connections} connections reached a forbidden host`);
  server.close();
}

const request = () => ({ limit: 2 ** 24, signal: AbortSignal.timeout(10_000) });

/** A name that is an open address when it is judged, and a forbidden one after that. */
async function expectRebindingFails() {
  const forbidden = createServer((_, response) => response.end('secret'));
  let reached = 0;
  forbidden.on('connection', () => reached++);
  const open = createServer((_, response) => response.end(readFileSync(photo)));
  await new Promise((resolve) => open.listen(0, '127.0.0.2', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (open.address());
  await new Promise((resolve) => forbidden.listen(port, '127.0.0.1', () => resolve(undefined)));
  let asked = 0;
  // The name exists nowhere: a client that resolves it once more fails.
  const lookup = async () => (asked++ === 0 ? ['127.0.0.2'] : ['127.0.0.1']);
  const base = `http://rebinding.invalid:${port}/`;
  const source = web({ base, lookup, allowAddresses: ['127.0.0.2/32'] });
  const first = await source.get('a.jpg', request());
  const second = await source.get('b.jpg', request()).catch((error) => error.code);
  open.close();
  forbidden.close();
  open.closeAllConnections();
  if (first.kind !== 'file') throw new Error('the open address was not asked');
  if (second !== 'source-forbidden' || reached > 0) throw new Error(`${second}, ${reached} connections`);
  return hash(first.bytes);
}

const faces = {
  library: () => makeWith({ gpu: 'off' }),

  async middleware() {
    const noir = await createNoir({ gpu: 'off' });
    const app = new Hono();
    app.use('/img/*', middleware(noir, 'resize_64,blur_2,greyscale,f_png'));
    app.get(
      '/img/photo.png',
      () => new Response(readFileSync(photo), { headers: { 'Content-Type': 'image/png' } }),
    );
    const response = await app.request('/img/photo.png');
    const made = hash(new Uint8Array(await response.arrayBuffer()));
    await noir.close();
    return made;
  },

  async server() {
    const noir = await createNoir({ gpu: 'off' });
    const server = await serve(createApp(noir), { port: 0, hostname: '127.0.0.1' });
    const made = await postGray(server.url);
    await server.close();
    await noir.close();
    return made;
  },

  async command() {
    const out = join(folder, 'out.png');
    const child = start(['run', photo, 'resize_64,blur_2,greyscale', out]);
    const [said, code] = await Promise.all([
      text(child.stderr),
      new Promise((resolve) => child.on('exit', resolve)),
    ]);
    if (code !== 0) throw new Error(`exit status ${code}: ${said}`);
    return hash(readFileSync(out));
  },

  /** The command `noir serve`, with its worker processes, from the first line to SIGTERM. */
  async serve() {
    const child = start([
      'serve',
      '--port',
      '0',
      '--host',
      '127.0.0.1',
      '--workers',
      '1',
      '--shutdown-delay',
      '0',
    ]);
    const exit = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    let said = '';
    const url = await new Promise((resolve, reject) => {
      child.stderr.on('data', (data) => {
        said += data;
        const found = /listening on (http:\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
      child.on('exit', () => reject(new Error(said)));
    });
    const made = await postGray(url);
    child.kill('SIGTERM');
    const status = await exit;
    if (status !== 0) throw new Error(`ended with ${status} after SIGTERM: ${said}`);
    return made;
  },

  workers: () => makeWith({ gpu: 'off', isolation: 'process', workers: 1 }),

  async guard() {
    let found = '';
    await expectForbidden((message) => {
      found = message;
    });
    await expectRebindingFails();
    return found;
  },

  ...(process.env.NOIR_TEST_GPU && { gpu: () => makeWith({ gpu: 'software', backends: ['gpu'] }) }),
};

/** Faces that are asked for; all unless given. */
const wanted = process.argv.slice(2);
for (const [face, run] of Object.entries(faces)) {
  if (wanted.length > 0 && !wanted.includes(face)) continue;
  let line;
  try {
    line = { face, made: await run() };
  } catch (error) {
    line = { face, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  console.log(JSON.stringify(line));
}
rmSync(folder, { recursive: true, force: true });
process.exit();
