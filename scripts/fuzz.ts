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
  if (values.build) await buildNoir();
  const fixtures = fileURLToPath(new URL('../test/fixtures', import.meta.url));
  const files = collect([fixtures, ...values.folder]);
  const end = performance.now() + 60_000 * Number(values.minutes ?? 0);
  const goesOn =
    values.minutes === undefined
      ? (sent: number) => sent < Number(values.count)
      : () => performance.now() < end;
  console.log(`${files.length} files, seed ${values.seed}`);
  const server = await startServer({ args: ['--workers', '2'] });
  const damage = await attack(server, files, { seed: Number(values.seed), goesOn });
  const alive = isAlive(server.pid) && (await fetch(`${server.url}/livez`)).ok;
  await server.stop();
  console.log(describeDamage(damage));
  for (const line of damage.costly) console.log(`costly: ${line}`);
  for (const line of damage.wrong) console.log(`WRONG: ${line}`);
  if (!alive) console.log('the server is gone');
  return alive && damage.wrong.length === 0 ? 0 : 1;
}
