// `npm run test:soak`: mixed load on a built server for some minutes, then a burst; prints memory and descriptors.
import { parseArgs } from 'node:util';
import { startServer } from '../test/faults/lib/server.ts';
import { describeSoak, type Sample, soak } from '../test/faults/lib/soak.ts';
import { buildNoir } from './bench/server/servers.ts';

const HELP = `npm run test:soak                            20 minutes of mixed load
npm run test:soak -- --minutes 3             as many as asked
npm run test:soak -- --minutes 3 --workers 4 in 4 workers; 0 works in the server's own process
npm run test:soak -- --no-build              tests the server that is in dist`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    minutes: { type: 'string', default: '20' },
    workers: { type: 'string', default: '2' },
    build: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(HELP);
else await run();
process.exit();

async function run(): Promise<void> {
  if (values.build) await buildNoir();
  const server = await startServer({ args: values.workers === '0' ? [] : ['--workers', values.workers] });
  const times = { load: 60_000 * Number(values.minutes), burst: 15_000, rest: 30_000 };
  console.log('seconds  PSS in MiB  descriptors  processes');
  console.log(describeSoak(await soak(server, times, print)));
  await server.stop();
}

function print({ seconds, memory, descriptors, processes }: Sample): void {
  const columns = [
    seconds.toFixed(0).padStart(7),
    memory.toFixed(0).padStart(12),
    `${descriptors}`.padStart(13),
    `${processes}`.padStart(11),
  ];
  console.log(columns.join(''));
}
