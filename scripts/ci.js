/**
 * The run with each change: `scripts/test.sh`, then the quick faults and the smoke suite of other runtimes. The last line
 * has the counts of all three, `N passed, N failed`. A part that this machine cannot run says `not run` with its reason,
 * and is not counted. With arguments, runs `scripts/test.sh` with them alone; with `--further`, what stands behind the tests.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './setup.js';

/**
 * A part of the run: a name, a command with its arguments, and the minutes after which it is ended.
 * @typedef {{ name: string, command: string[], minutes: number }} Part
 */

const COUNTS = /^(\d+) passed, (\d+) failed$/;

const tsx = [process.execPath, join(root, 'node_modules/tsx/dist/cli.mjs')];
const isFurther = process.argv.includes('--further');
const filters = process.argv.slice(2).filter((word) => word !== '--further');

/** @type {Part} */
const TESTS = { name: 'scripts/test.sh', command: [join(root, 'scripts/test.sh'), ...filters], minutes: 60 };

/** @type {Part[]} */
const FURTHER = [
  {
    name: 'test:faults',
    command: [...tsx, 'scripts/faults.ts', '--quick', '--again', '--no-build'],
    minutes: 25,
  },
  { name: 'test:runtimes', command: [...tsx, 'scripts/runtimes.ts'], minutes: 25 },
];

const tally = { passed: 0, failed: 0 };

/**
 * Runs a part and adds its counts. A part that ends without counts, or with an exit status that they do not explain, is
 * one failure.
 * @param {Part} part
 */
async function run({ name, command: [program = '', ...args], minutes }) {
  console.log(`\n${name}`);
  const begun = performance.now();
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  // Its own processes are in its group, and end with it.
  const end = () => {
    try {
      process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
    } catch {}
  };
  process.on('exit', end);
  const late = setTimeout(end, 60_000 * minutes);
  /** @type {Promise<string>} */
  const exit = new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      // A process that is left would keep the pipe open.
      setTimeout(end, 2000);
      resolve(String(signal ?? code));
    });
    child.on('error', (error) => resolve(error.message));
  });
  let counts;
  for await (const line of createInterface({ input: child.stdout })) {
    counts = COUNTS.exec(line) ?? counts;
    if (!COUNTS.test(line)) console.log(line);
  }
  const status = await exit;
  clearTimeout(late);
  end();
  process.off('exit', end);
  const [passed, failed] = [Number(counts?.[1] ?? 0), Number(counts?.[2] ?? 0)];
  tally.passed += passed;
  tally.failed += failed;
  const isExplained = counts !== undefined && (status === '0') === (failed === 0);
  if (!isExplained) {
    tally.failed++;
    console.log(`FAILED ${name}: it ended with ${status}`);
  }
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`);
}

// Then the parts are ended as well.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
if (!isFurther) await run(TESTS);
for (const part of filters.length > 0 ? [] : FURTHER) await run(part);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
