/**
 * Runs the commands of README and docs as they stand there, against one server, and checks their other snippets.
 * `test/contract/package.test.ts` compiles and runs those in TypeScript and JavaScript.
 */
import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Command } from 'commander';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { openAdapters } from '../../src/cli/serve/adapters.ts';
import { openSources } from '../../src/cli/serve/gate.ts';
import { addServe } from '../../src/cli/serve.ts';
import { readConfiguration } from '../../src/service/configuration/read.ts';
import { Signer, signedPath } from '../../src/service/signing.ts';
import { commandLine, startNoir } from '../cli/command.ts';
import { type Block, blocksIn, blocksOf, PAGES } from './snippets/blocks.ts';
import { writeInputs } from './snippets/inputs.ts';

/** Lines that are not run, by how they begin, and why. Every other line of a shell block is run. */
const UNTRIED: Readonly<Record<string, string>> = {
  'scripts/run.sh':
    'installs, and serves until it is stopped; CI runs scripts/test.sh, which installs the same way',
  'scripts/test.sh': 'runs this test',
  'npm pack': 'builds what other tests run; test/contract/package.test.ts packs it',
  'npm install': 'needs a registry; test/contract/package.test.ts lays the packed file out',
  'docker ': 'needs a daemon that can fetch images; test/contract/deploy.test.ts reads the files',
  'kubectl ': 'needs a cluster; test/contract/deploy.test.ts reads the file',
  'noir tune': 'measures the machine for a minute; test/cli/tune.test.ts runs a quick one',
  'noir serve':
    'runs until it is stopped: its flags are read here, and the server below has the same sources',
};

const run = promisify(execFile);
const has = (command: string) => spawnSync(command, ['--version']).status === 0;
const nameOf = ({ page, line }: Block) => `${page}:${line}`;
const plain = (line: string) => line.replace(/^npx /, '');
const isUntried = (line: string) => Object.keys(UNTRIED).some((start) => plain(line).startsWith(start));
const named = (...languages: string[]) =>
  blocksIn(...languages).map((block) => [nameOf(block), block] as const);

let folder: string;
let server: ChildProcess;
let url: string;
/** What the server has logged. */
const logged: Record<string, unknown>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'noir-docs-'));
  const inputs = join(folder, 'inputs');
  // Where the sources run, workers look for tsx.
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await writeInputs(inputs);
  const sources = ['--source', join(inputs, 'photos'), '--source', `logos=${join(inputs, 'brand/logos')}`];
  server = startNoir([
    ...['serve', '--port', '0', '--host', '127.0.0.1', '--isolation', 'none', '--log', 'json'],
    // AVIF takes long on a busy machine.
    ...['--deadline', '1h', '--playground', ...sources],
  ]);
  const lines = createInterface({ input: server.stderr as NodeJS.ReadableStream });
  url = await new Promise((found) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line);
      logged.push(entry);
      const [, address] = /^listening on (\S+)$/.exec(entry.message) ?? [];
      if (address) found(address);
    });
  });
});

afterAll(async () => {
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

test('every language of a snippet is one that a test runs', () => {
  const languages = new Set(PAGES.flatMap(blocksOf).map(({ language }) => language));
  expect([...languages].sort()).toEqual(['', 'html', 'js', 'json', 'python', 'sh', 'ts']);
});

test('every line that is not run is still there', () => {
  const lines = blocksIn('sh').flatMap(({ code }) => code.split('\n').map(plain));
  for (const start of Object.keys(UNTRIED))
    expect(lines.filter((line) => line.startsWith(start))).not.toEqual([]);
});

/** Commands by the names that the docs call them by. */
const SHELL = `set -euo pipefail
noir() { ${commandLine()
  .map((word) => `'${word}'`)
  .join(' ')} "$@"; }
npx() { "$@"; }
curl() { command curl -sS --fail-with-body --max-time 60 "$@"; }
`;

describe.skipIf(!has('bash') || !has('curl'))('shell commands', () => {
  it.concurrent.each(named('sh'))('of %s work', async (name, { code }) => {
    const place = join(folder, name.replace(/\W/g, '-'));
    await cp(join(folder, 'inputs'), place, { recursive: true });
    const before = new Set(await readdir(place));
    const script = code
      .split('\n')
      .filter((line) => !isUntried(line))
      .join('\n');
    const env = { ...process.env, NOIR_GPU: 'off', NOIR_CACHE: join(folder, 'none') };
    await run('bash', ['-c', SHELL + script.replaceAll('http://localhost:8080', url)], { cwd: place, env });
    for (const made of await readdir(place)) if (!before.has(made)) await expectPicture(join(place, made));
  });
});

/** Formats by the ending of a file, by sharp's names. */
const FORMATS: Readonly<Record<string, string>> = {
  '.jpg': 'jpeg',
  '.png': 'png',
  '.webp': 'webp',
  '.avif': 'heif',
  '.tif': 'tiff',
  '.tiff': 'tiff',
};

/** White, by sharp's names of sample types. */
const WHITE: Readonly<Record<string, number>> = { uchar: 255, ushort: 65535, float: 1 };

/** What a command writes is a picture of the format that its name says, and not all of one level. */
async function expectPicture(path: string): Promise<void> {
  // `curl -OJ` saves the gray PNG of photo.jpg as photo-o.jpg.
  const expected = path.endsWith('-o.jpg') ? 'png' : FORMATS[extname(path)];
  if (!expected) return;
  const { format, depth } = await sharp(path).metadata();
  const [{ stdev = 0 } = {}] = (await sharp(path).stats()).channels;
  expect([path, format, stdev > 0.01 * (WHITE[depth] ?? 1)]).toEqual([path, expected, true]);
}

const serves = blocksIn('sh').flatMap(({ code }) =>
  code
    .split('\n')
    .map(plain)
    .filter((line) => line.startsWith('noir serve')),
);

test.each(serves)('%s has flags that the server takes', async (line) => {
  const program = new Command().exitOverride();
  addServe(program);
  let flags: Readonly<Record<string, unknown>> = {};
  program.commands[0]?.action((given) => {
    flags = given;
  });
  const words = line.replace(/ #.*/, '').trim().split(/\s+/);
  await program.parseAsync(words.slice(1), { from: 'user' });
  const { values } = readConfiguration({ flags });
  // The key of a bucket comes from the environment.
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  openSources(values);
  vi.unstubAllEnvs();
  openAdapters(values.adapters, values.imgproxy);
  expect(Object.keys(flags)).not.toEqual([]);
});

test('the file of the configuration is read without a mistake', async () => {
  const [block] = blocksOf('docs/configuration.md').filter(({ language }) => language === 'json');
  const file = join(folder, 'noir.config.json');
  await writeFile(file, block?.code ?? '');
  const { values } = readConfiguration({ flags: { config: file } });
  expect(values).toMatchObject({ port: 3000, limits: { pixels: 100e6 } });
});

test('the problem of the page of errors is a real one', async () => {
  const [block] = blocksOf('docs/errors.md').filter(({ language }) => language === 'json');
  const shown = JSON.parse(block?.code ?? '');
  const body = new Uint8Array(await readFile(join(folder, 'inputs/photo.jpg')));
  const response = await fetch(`${url}/process?ops=resize_800,blur_0.1`, { method: 'POST', body });
  const { requestId, ...real } = (await response.json()) as Record<string, unknown>;
  const named = { ...real, requestId: shown.requestId, instance: shown.instance };
  expect(shown).toEqual(named);
  expect(real.instance).toBe(`urn:uuid:${requestId}`);
});

test('the line of the log has the members of a real one', async () => {
  const [block] = blocksOf('docs/http.md').filter(({ language }) => language === 'json');
  const shown = JSON.parse(block?.code ?? '');
  await fetch(`${url}/image/w_20/cats/tom.jpg`);
  await expect.poll(() => logged.find(({ path }) => path === '/image/w_20/cats/tom.jpg')).toBeDefined();
  const real = logged.find(({ path }) => path === '/image/w_20/cats/tom.jpg') ?? {};
  expect(Object.keys(shown).sort()).toEqual(Object.keys(real).sort());
});

test.each(named('html'))('the pictures of %s are there', async (_, { code }) => {
  const addresses = [...code.matchAll(/"(\/image\/[^"]+)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses)
    expect([address, (await fetch(url + address)).status]).toEqual([address, 200]);
});

test.skipIf(!has('python3')).each(named('python'))('%s signs as Noir does', async (_, { code }) => {
  const key = 'k'.repeat(32);
  const script = `import base64, hmac\nkey = '${key}'\n${code}print(sig)`;
  const { stdout } = await run('python3', ['-c', script]);
  const signed = signedPath(new Signer([key]), { ops: 'w_300,f_webp', address: 'cats/tom.jpg' });
  expect(signed).toContain(`sig=${stdout.trim()}`);
});
