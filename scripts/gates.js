import { exec, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { install, root } from './setup.js';
import { testEnvironment } from './software-vulkan.js';

const tally = { passed: 0, failed: 0 };

/** @param {string} name @param {string} output */
function fail(name, output) {
  tally.failed += 1;
  console.log(`FAILED ${name}\n${output.trimEnd()}`);
}

/** @param {string} command @returns {Promise<void>} */
function runGate(command) {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const started = performance.now();
  // tsc and esbuild are written in Go: they collect garbage less often, which takes a fifth off tsc's processor time.
  const env = { GOGC: '400', ...process.env, PATH: path };
  const options = { cwd: root, env, maxBuffer: 2 ** 28 };
  return new Promise((resolve) => {
    exec(command, options, (error, stdout, stderr) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (error) {
        fail(command, `${stdout}${stderr}${stdout || stderr ? '' : error.message}`);
      } else {
        tally.passed += 1;
        console.log(`ok ${command} (${seconds} s)`);
      }
      resolve();
    });
  });
}

/** As many gates at once as there are cores: most of them use one. @param {string[]} gates */
async function runGates(gates) {
  const waiting = [...gates];
  const runOneByOne = async () => {
    for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) await runGate(gate);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runOneByOne));
}

/** `npm run check` is the list of gates that read sources; each is run and counted on its own. */
function staticGates() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const checks = scripts.check.split('&&').map((/** @type {string} */ gate) => gate.trim());
  return { checks, build: scripts.build };
}

/**
 * @typedef {{ status: string, message: string, assertionResults: { status: string }[] }} FileResult
 * @param {string} reportFile
 */
function readReport(reportFile) {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  /** @type {FileResult[]} */
  const files = report.testResults;
  // A file that fails while it is loaded has no tests to count.
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/** @param {string} reportFile @param {number | null} status */
function countTests(reportFile, status) {
  let counts = { passed: 0, failed: 0 };
  try {
    counts = readReport(reportFile);
  } catch (error) {
    console.log(`vitest left no report: ${error instanceof Error ? error.message : error}`);
  }
  tally.passed += counts.passed;
  tally.failed += counts.failed;
  if (status !== 0 && counts.failed === 0) fail('vitest', `it ended with exit status ${status}`);
}

/** @param {string[]} filters */
function runTests(filters) {
  // The gates have just built `dist`: tests of the command line run that.
  const env = { ...process.env, ...testEnvironment(), NOIR_TEST_BUILT: '1' };
  if (env.CI && !env.NOIR_TEST_GPU) fail('execute tier', 'CI needs a Vulkan driver');
  const folder = mkdtempSync(join(tmpdir(), 'noir-tests-'));
  const reportFile = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...filters];
  const { status } = spawnSync(process.execPath, vitest, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  countTests(reportFile, status);
  rmSync(folder, { recursive: true, force: true });
}

try {
  install(['assemblyscript', 'typescript', 'vitest', 'webgpu']);
  const { checks, build } = staticGates();
  // `publint` reads what was built, and some of the checks look at every file there is.
  await runGate(build);
  await runGates([...checks.reverse(), 'publint']);
  runTests(process.argv.slice(2));
} catch (error) {
  fail('set-up', error instanceof Error ? error.message : String(error));
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
