/**
 * `npm run test:runtimes`: runs a smoke suite of every face on Node 22, 24 and 26, Deno and Bun, on the built package, and
 * compares the bytes. The binaries are those of npm packages, in a cache folder outside of the repository
 * (`NOIR_TEST_RUNTIMES`, or one of the system's temporary folder). A runtime that cannot be had here is said to be not run.
 * `--write` writes `docs/runtimes.md`.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Installed, install } from './runtimes/install.ts';
import { RUNTIMES, type Runtime } from './runtimes/list.ts';
import { type Seen, writeRuntimes } from './runtimes/table.ts';
import { testEnvironment } from './software-vulkan.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SMOKE = join(ROOT, 'scripts/runtimes/smoke.js');

/** Milliseconds for all faces of a runtime. They take 5 to 10 seconds on an idle machine. */
const PATIENCE = 300_000;

/** The binary, or undefined with a line that says why there is none. */
function find(runtime: Runtime): Installed | undefined {
  try {
    return install(runtime);
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    console.log(`not run: test:runtimes: ${runtime.name} ${runtime.version}: ${reason}`);
    return undefined;
  }
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
  const found = find(runtime);
  if (found) results.set(`${runtime.name} ${found.version}`, await run(runtime, found.path, env));
}

/** What the first runtime made of each face, which all others have to make too. */
const expected = new Map<string, string | undefined>();
for (const { face, made } of [...results.values()].flat()) {
  if (expected.get(face) === undefined) expected.set(face, made);
}
const counts = { passed: 0, failed: 0 };
for (const [name, seen] of results) {
  if (seen.length === 0) {
    console.log(`FAILED ${name}: it said nothing`);
    counts.failed++;
  }
  for (const [face, made] of expected) {
    const found = seen.find((each) => each.face === face);
    const reason = found?.failed ?? (found === undefined ? 'it said nothing' : undefined);
    const isSame = reason === undefined && found?.made === made;
    counts[isSame ? 'passed' : 'failed']++;
    console.log(
      `${isSame ? 'ok' : 'FAILED'} ${name}: ${face}${isSame ? '' : ` ${reason ?? `${found?.made}, not ${made}`}`}`,
    );
  }
}
if (process.argv.includes('--write')) {
  if (results.size < RUNTIMES.length) throw new Error('docs/runtimes.md needs all runtimes');
  writeFileSync(join(ROOT, 'docs/runtimes.md'), writeRuntimes(results));
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
