/**
 * `npm run test:runtimes`: runs a smoke suite of every face on Node 22, 24 and 26, Deno and Bun, on the built package, and
 * compares the bytes. The binaries are those of npm packages, in a cache folder outside of the repository
 * (`NOIR_TEST_RUNTIMES`, or one of the system's temporary folder). `--write` writes `docs/runtimes.md`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Seen, writeRuntimes } from './runtimes/table.ts';
import { testEnvironment } from './software-vulkan.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SMOKE = join(ROOT, 'scripts/runtimes/smoke.js');
const CACHE = process.env.NOIR_TEST_RUNTIMES ?? join(tmpdir(), 'noir-runtimes');

/** Milliseconds for all faces of a runtime. */
const PATIENCE = 180_000;

interface Runtime {
  readonly name: string;
  /** The npm package of its binary for this machine, with its version. */
  readonly spec: string;
  /** The binary in the package. */
  readonly binary: string;
  /** Arguments in front of the script. */
  readonly args: readonly string[];
}

const place = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const node = (major: number): Runtime => ({
  name: `Node ${major}`,
  spec: `node-${place}@${major}`,
  binary: process.platform === 'win32' ? 'bin/node.exe' : 'bin/node',
  args: [],
});

const RUNTIMES: readonly Runtime[] = [
  ...[22, 24, 26].map(node),
  {
    name: 'Deno 2',
    spec: `@deno/${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}@2`,
    binary: process.platform === 'win32' ? 'deno.exe' : 'deno',
    args: ['run', '-A', '--no-lock', '--node-modules-dir=manual'],
  },
  {
    name: 'Bun 1',
    spec: `@oven/bun-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}@1`,
    binary: process.platform === 'win32' ? 'bin/bun.exe' : 'bin/bun',
    args: [],
  },
];

/** Puts the binary into the cache folder, unless it is there. */
function install({ name, spec, binary }: Runtime): string {
  const folder = join(CACHE, name.toLowerCase().replace(' ', '-'));
  const path = join(folder, 'node_modules', spec.slice(0, spec.lastIndexOf('@')), binary);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', spec];
  execFileSync(npm, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return path;
}

/** Runs the suite in a runtime. A face of which it says nothing has failed. */
async function run({ args }: Runtime, path: string, env: NodeJS.ProcessEnv): Promise<readonly Seen[]> {
  const child = spawn(path, [...args, SMOKE], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  const said = await text(child.stdout);
  clearTimeout(late);
  const lines = said.split('\n').filter((line) => line.startsWith('{"face"'));
  return lines.map((line) => JSON.parse(line) as Seen);
}

const gpu = testEnvironment();
// The caller's own settings are left out.
const inherited = Object.entries(process.env).filter(
  ([name]) => !name.startsWith('NOIR_') || name.startsWith('NOIR_TEST_'),
);
const env = { ...Object.fromEntries(inherited), ...gpu };
const results = new Map<string, readonly Seen[]>();
for (const runtime of RUNTIMES) {
  const path = install(runtime);
  const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).split('\n', 1)[0] ?? '';
  const seen = await run(runtime, path, env);
  results.set(`${runtime.name.split(' ')[0]} ${/\d+[\d.]+/.exec(version)?.[0]}`, seen);
}

/** What the first runtime made, which all others have to make too. */
const expected = new Map([...results.values()][0]?.map(({ face, made }) => [face, made]));
let failures = 0;
for (const [name, seen] of results) {
  for (const [face, made] of expected) {
    const found = seen.find((each) => each.face === face);
    const reason = found?.failed ?? (found === undefined ? 'it said nothing' : undefined);
    const isSame = reason === undefined && found?.made === made;
    if (!isSame) failures++;
    console.log(
      `${isSame ? 'ok' : 'FAILED'} ${name}: ${face}${isSame ? '' : ` ${reason ?? `${found?.made}, not ${made}`}`}`,
    );
  }
}
if (process.argv.includes('--write')) {
  writeFileSync(join(ROOT, 'docs/runtimes.md'), writeRuntimes(results));
}
console.log(`${[...results.keys()].join(', ')}: ${failures} failed`);
process.exitCode = failures === 0 && expected.size > 0 ? 0 : 1;
