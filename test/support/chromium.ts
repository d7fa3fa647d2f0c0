import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** A browser that starts on this machine. */
export interface Chromium {
  readonly binary: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Milliseconds after which a page hangs: it takes seconds, and many times that on a busy machine. */
const PATIENCE = 600_000;

/**
 * The Chromium that npm installed for the tests, unpacked once into the cache. A string says why there is none:
 * the package holds a binary for one system, and the few libraries that servers lack.
 */
export function openChromium(): Chromium | string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'there is no binary for this system';
  let folder: string;
  try {
    folder = unpack();
  } catch (error) {
    return `it cannot be unpacked: ${error instanceof Error ? error.message : error}`;
  }
  const binary = join(folder, 'chromium');
  const libraries = [process.env.LD_LIBRARY_PATH, join(folder, 'lib')].filter(Boolean).join(':');
  const env = { ...process.env, LD_LIBRARY_PATH: libraries };
  const { status, stderr, error } = spawnSync(binary, ['--version'], { env, encoding: 'utf8' });
  return status === 0
    ? { binary, env }
    : `it does not start: ${error?.message ?? stderr.trim().split('\n')[0]}`;
}

function unpack(): string {
  const require = createRequire(import.meta.url);
  // Only the package's main file, two folders down, can be resolved.
  const chromium = join(dirname(require.resolve('@sparticuz/chromium')), '../..');
  const { version } = JSON.parse(readFileSync(join(chromium, 'package.json'), 'utf8')) as { version: string };
  const cache = fileURLToPath(new URL('../../node_modules/.cache/noir/', import.meta.url));
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Renamed when it is whole, so that no other process sees half of it.
  const partial = mkdtempSync(join(cache, 'unpacking-'));
  try {
    const read = (name: string) => brotliDecompressSync(readFileSync(join(chromium, 'bin', name)));
    writeFileSync(join(partial, 'chromium'), read('chromium.br'), { mode: 0o755 });
    const { status } = spawnSync('tar', ['-xof', '-', '-C', partial], { input: read('al2023.tar.br') });
    if (status !== 0) throw new Error('tar failed');
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Opens a page whose script may `fetch` the files by their names, and `POST` what it found under names of its
 * choice. Resolves with that when it has posted to `done`; rejects where the browser ends before.
 */
export async function browse(
  { binary, env }: Chromium,
  script: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const profile = mkdtempSync(join(tmpdir(), 'noir-chromium-'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  // Of its own group, so that its helpers end with it.
  const browser = spawn(binary, [...FLAGS, `--user-data-dir=${profile}`, url], {
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const fail = (why: string) => reject(new Error(`Chromium ${why}: ${said.slice(-500)}`));
      const timer = setTimeout(() => fail('took too long'), PATIENCE);
      browser.stderr.on('data', (chunk) => {
        said += chunk;
      });
      browser.on('error', reject);
      browser.on('exit', () => fail('ended early'));
      server.on('request', async (request, response) => {
        const name = decodeURIComponent((request.url ?? '/').slice(1));
        if (request.method === 'POST') {
          found.set(name, Buffer.concat(await request.toArray()));
          response.end();
          if (name === 'done') resolve(clearTimeout(timer));
        } else if (name === '') {
          response.setHeader('Content-Type', 'text/html').end(`<script type="module">${script}</script>`);
        } else response.end(files.get(name));
      });
    });
  } finally {
    const runs = browser.exitCode === null && browser.signalCode === null;
    if (browser.pid !== undefined && runs) process.kill(-browser.pid, 'SIGKILL');
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return found;
}

/** Without a sandbox, which containers do not allow and which pages of our own do not need. */
const FLAGS = [
  '--headless=shell',
  '--no-sandbox',
  '--no-zygote',
  '--single-process',
  '--in-process-gpu',
  '--disable-gpu',
];
