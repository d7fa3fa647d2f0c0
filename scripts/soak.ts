// `npm run test:soak`: mixed load on a built server for some minutes, then a burst; prints memory and descriptors.
import { parseArgs } from 'node:util';
import { startServer } from '../test/faults/lib/server.ts';
import { describeSoak, failsSoak, type Sample, soak } from '../test/faults/lib/soak.ts';
import { buildNoir } from './bench/server/servers.ts';
import { testEnvironment } from './software-vulkan.js';

const HELP = `npm run test:soak                            20 minutes of mixed load
npm run test:soak -- --minutes 3             as many as asked
npm run test:soak -- --minutes 3 --workers 4 in 4 workers; 0 works in the server's own process
npm run test:soak -- --gpu                   with a software GPU
npm run test:soak -- --no-build              tests the server that is in dist`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    minutes: { type: 'string', default: '20' },
    workers: { type: 'string' },
    gpu: { type: 'boolean', default: false },
    build: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(HELP);
else await run();
process.exit();

async function run(): Promise<void> {
  if (values.build) await buildNoir();
  if (values.gpu) Object.assign(process.env, testEnvironment());
  if (values.gpu && !process.env.NOIR_TEST_GPU) throw new Error('there is no GPU, not even a software one');
  const server = await startServer({
    args: [...workers(), '--probe-port', '0'],
    env: { NOIR_GPU: values.gpu ? 'software' : 'off' },
  });
  const times = { load: 60_000 * Number(values.minutes), burst: 15_000, rest: 30_000 };
  console.log('seconds  PSS in MiB  descriptors  processes  GPU in MiB');
  const result = await soak(server, times, print);
  console.log(`${failsSoak(result) ? 'failed' : 'passed'}: ${describeSoak(result)}`);
  if (failsSoak(result)) process.exitCode = 1;
  await server.stop();
}

/** Arguments of the server; none for its own defaults. */
function workers(): readonly string[] {
  if (values.workers === undefined) return [];
  return values.workers === '0' ? ['--isolation', 'none'] : ['--workers', values.workers];
}

function print({ seconds, memory, descriptors, processes, gpu }: Sample): void {
  const columns = [
    seconds.toFixed(0).padStart(7),
    memory.toFixed(0).padStart(12),
    `${descriptors}`.padStart(13),
    `${processes}`.padStart(11),
    gpu.toFixed(0).padStart(12),
  ];
  console.log(columns.join(''));
}
