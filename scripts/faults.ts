// `npm run test:faults`: does each fault of `test/faults` to a built server, and prints a line of figures for each. Exit
// status 1 when a promise of `docs/reliability.md` does not hold.
import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Fault, NotRun } from '../test/faults/lib/fault.ts';
import { buildNoir } from './bench/server/servers.ts';
import { testEnvironment } from './software-vulkan.js';

const HELP = `npm run test:faults                 every fault, each within half a minute
npm run test:faults -- F2 L12       some of them
  --quick                           those that are part of the run with each change
  --again                           does a fault that fails once more, and counts the second time
  --long                            as long as \`docs/reliability.md\` says: an hour in all
  --no-build                        tests the server that is in dist`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    build: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await runAll();
// A fault that did not hold may have left something that would keep this process.
process.exit();

async function runAll(): Promise<number> {
  const faults = await readFaults();
  const unknown = positionals.filter((id) => !faults.some((fault) => fault.id === id));
  if (unknown.length > 0) {
    console.error(
      `there is no fault ${unknown.join(', ')}; there are ${faults.map(({ id }) => id).join(', ')}`,
    );
    return 2;
  }
  if (values.build) await buildNoir();
  Object.assign(process.env, testEnvironment());
  const chosen = faults.filter(
    ({ id, quick }) => (quick || !values.quick) && (positionals.length === 0 || positionals.includes(id)),
  );
  const counts = { holds: 0, FAILS: 0, 'not run': 0 };
  for (const fault of chosen) {
    let word = await runOne(fault);
    // A machine that does much else may be too slow for a fault once. It says so, and has another chance.
    if (word === 'FAILS' && values.again) word = await runOne(fault);
    counts[word]++;
  }
  if (counts['not run'] > 0) console.log(`${counts['not run']} not run`);
  console.log(`${counts.holds} passed, ${counts.FAILS} failed`);
  return counts.FAILS > 0 ? 1 : 0;
}

/** Does a fault, and prints its line. */
async function runOne({ id, title, run }: Fault): Promise<'holds' | 'FAILS' | 'not run'> {
  const begun = performance.now();
  const print = (start: string, rest: string) =>
    console.log(`${start}: ${title}: ${rest} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  try {
    print(`${id} holds`, await Promise.race([run({ long: values.long }), late()]));
    return 'holds';
  } catch (error) {
    if (error instanceof NotRun) {
      print(`not run: ${id}`, error.message);
      return 'not run';
    }
    print(`${id} FAILS`, error instanceof Error ? error.message : String(error));
    return 'FAILS';
  }
}

/** Rejects when a fault has taken much longer than it should. */
async function late(): Promise<never> {
  const minutes = values.long ? 40 : 10;
  await pause(60_000 * minutes, undefined, { ref: false });
  throw new Error(`it has not ended after ${minutes} minutes`);
}

/** The faults in order: L1 to L12, then F1 to F12. */
async function readFaults(): Promise<readonly Fault[]> {
  const folder = new URL('../test/faults/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const faults = await Promise.all(
    files.map(async (file) => ((await import(new URL(file, folder).href)) as { default: Fault }).default),
  );
  const rank = ({ id }: Fault) => (id.startsWith('L') ? 0 : 100) + Number(id.slice(1));
  return faults.sort((a, b) => rank(a) - rank(b));
}
