// `npm run fuzz`: sends damaged files to a built server for as long as asked. Exit status 1 when an answer must not be.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { attack, collect, describeDamage } from '../test/faults/lib/hostile.ts';
import { isAlive } from '../test/faults/lib/processes.ts';
import { startServer } from '../test/faults/lib/server.ts';
import { buildNoir } from './bench/server/servers.ts';

const HELP = `npm run fuzz                           2000 files, each damaged in another way
npm run fuzz -- --count 5000           more of them
npm run fuzz -- --minutes 60           for an hour
npm run fuzz -- --seed 1234            the same files as another run with this seed
npm run fuzz -- --folder pictures      files of this folder beside those of test/fixtures; repeatable
npm run fuzz -- --no-build             tests the server that is in dist`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    count: { type: 'string', default: '2000' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    folder: { type: 'string', multiple: true, default: [] },
    build: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await run();
process.exit();

async function run(): Promise<number> {
  const fixtures = fileURLToPath(new URL('../test/fixtures', import.meta.url));
  const files = collect([fixtures, ...values.folder]);
  const [count, minutes, seed] = [positive('count'), positive('minutes'), positive('seed')];
  const end = performance.now() + 60_000 * minutes;
  const goesOn =
    values.minutes === undefined ? (sent: number) => sent < count : () => performance.now() < end;
  if (values.build) await buildNoir();
  console.log(`${files.length} files, seed ${seed}`);
  const server = await startServer({ args: ['--workers', '2'] });
  const damage = await attack(server, files, { seed, goesOn });
  const alive = isAlive(server.pid) && (await fetch(`${server.url}/livez`)).ok;
  await server.stop();
  console.log(describeDamage(damage));
  for (const line of damage.costly) console.log(`costly: ${line}`);
  for (const line of damage.wrong) console.log(`WRONG: ${line}`);
  if (!alive) console.log('the server is gone');
  return alive && damage.wrong.length === 0 ? 0 : 1;
}

/** The number that an option has; 0 where it is not given. Throws a plain error when it is none. */
function positive(name: 'count' | 'minutes' | 'seed'): number {
  const number = Number(values[name] ?? 0);
  if (values[name] !== undefined && !(number > 0)) throw new Error(`--${name} takes a number above 0`);
  return number;
}
