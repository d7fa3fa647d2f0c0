// A smoke suite of every face, in plain JavaScript: it runs in Node, Deno and Bun alike, on the built package. Prints one
// line of JSON for each face: what it made, or why it failed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { createApp, noir as middleware, serve } from '../../dist/http/index.js';
import { createNoir } from '../../dist/index.js';

const photo = fileURLToPath(new URL('../../test/fixtures/docs/photo.png', import.meta.url));
const guard = fileURLToPath(new URL('../check-guard.ts', import.meta.url));
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'noir-runtime-'));
const hash = (/** @type {Uint8Array} */ bytes) =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** Runs a script in this runtime. @param {string[]} args */
function run(args) {
  const own = 'Deno' in globalThis ? ['run', '-A', '--no-lock', '--node-modules-dir=manual'] : [];
  return spawn(process.execPath, [...own, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number | string | null>} */
function exitOf(child) {
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
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

/** What a server answers. @param {string} url @param {RequestInit} [init] */
async function ask(url, init) {
  const response = await fetch(url, init);
  if (response.status !== 200) throw new Error(`${url}: ${response.status}: ${await response.text()}`);
  return hash(new Uint8Array(await response.arrayBuffer()));
}

/** Asks a server for a gray picture. @param {string} url */
const postGray = (url) => ask(`${url}/gray`, { method: 'POST', body: readFileSync(photo) });

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
    const child = run([main, 'run', photo, 'resize_64,blur_2,greyscale', out]);
    const [said, code] = await Promise.all([text(child.stderr), exitOf(child)]);
    if (code !== 0) throw new Error(`exit status ${code}: ${said}`);
    return hash(readFileSync(out));
  },

  /**
   * The command `noir serve`, with its worker processes, a port for probes, and pictures of a folder, from the first line to
   * SIGTERM.
   */
  async serve() {
    const place = ['--port', '0', '--host', '127.0.0.1', '--probe-port', '0', '--source', dirname(photo)];
    const child = run([main, 'serve', ...place, '--workers', '1', '--shutdown-delay', '0']);
    const exit = exitOf(child);
    let said = '';
    const [url, probes] = await new Promise((resolve, reject) => {
      child.stderr.on('data', (data) => {
        said += data;
        const found = /listening on (http:\S+).* probes on (http:\S+)/s.exec(said);
        if (found) resolve(found.slice(1));
      });
      child.on('exit', () => reject(new Error(said)));
    });
    for (const probe of ['livez', 'readyz', 'metrics']) await ask(`${probes}/${probe}`);
    const made = await postGray(url);
    const byAddress = await ask(`${url}/image/greyscale,f_png/${basename(photo)}`);
    if (byAddress !== made) throw new Error('a picture by address has other bytes than one that is sent');
    // Deno's `kill` of a child would report the signal in place of the exit status.
    process.kill(/** @type {number} */ (child.pid), 'SIGTERM');
    const status = await exit;
    if (status !== 0) throw new Error(`ended with ${status} after SIGTERM: ${said}`);
    return made;
  },

  workers: () => makeWith({ gpu: 'off', isolation: 'process', workers: 1 }),

  /** The check of the guard runs from its source: every runtime here strips types. */
  async guard() {
    const child = run([guard]);
    const [said, code] = await Promise.all([text(child.stdout), exitOf(child)]);
    if (code !== 0) throw new Error(said);
    return `${said.trim().split('\n').length} addresses`;
  },

  ...(process.env.NOIR_TEST_GPU && { gpu: () => makeWith({ gpu: 'software', backends: ['gpu'] }) }),
};

/** Faces that are asked for; all unless given. */
const wanted = process.argv.slice(2);
for (const [face, make] of Object.entries(faces)) {
  if (wanted.length > 0 && !wanted.includes(face)) continue;
  let line;
  try {
    line = { face, made: await make() };
  } catch (error) {
    line = { face, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  console.log(JSON.stringify(line));
}
rmSync(folder, { recursive: true, force: true });
process.exit();
