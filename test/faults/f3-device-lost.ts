/** The GPU's device is lost: while it is idle, between a submission and its result, and again and again under load. */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askBackend, readiness } from './lib/backend.ts';
import { type Fault, NotRun } from './lib/fault.ts';
import { describeTally, hammer, prepareCases } from './lib/load.ts';
import { readMetric } from './lib/metrics.ts';
import { childrenOf, hasDawn, until } from './lib/processes.ts';
import { type FaultServer, startServer } from './lib/server.ts';

const LOSING = fileURLToPath(new URL('lib/lose-device.js', import.meta.url));

export default {
  id: 'F3',
  title: "loss of the GPU's device, idle, between submission and result, and under load",
  quick: true,
  async run({ long }) {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    const figures: string[] = [];
    for (const args of [
      ['--workers', '1'],
      ['--isolation', 'none'],
    ]) {
      figures.push(
        `${args[0] === '--workers' ? 'workers' : 'one process'}: ${await lose(args, long ? 60 : 6)}`,
      );
    }
    return figures.join('; ');
  },
} satisfies Fault;

async function lose(args: readonly string[], times: number): Promise<string> {
  const server = await startServer({
    args: [...args, '--ops', LOSING, '--deadline', '60'],
    env: { NOIR_GPU: 'software' },
  });
  try {
    const cases = await prepareCases(server.url);
    const [first] = await askBackend(server);
    if (first !== 'gpu') throw new Error(`in peace, ${first} does the work`);
    signal(server, 'SIGUSR2');
    await pause(100);
    const [idle] = await askBackend(server);
    signal(server, 'SIGWINCH');
    await pause(100);
    const [between] = await askBackend(server);
    let goesOn = true;
    const work = hammer(cases, 8, () => goesOn);
    for (let time = 0; time < times; time++) {
      await pause(500);
      signal(server, time % 2 === 0 ? 'SIGUSR2' : 'SIGWINCH');
    }
    await pause(500);
    goesOn = false;
    const tally = await work;
    if (tally.others.size > 0 || tally.right === 0) throw new Error(describeTally(tally));
    const isBack = async () => (await askBackend(server))[0] === 'gpu' && (await readiness(server)) === 'ok';
    const back = await until(isBack, 90_000, 'nothing has brought the GPU back');
    const losses = await readMetric(server.url, 'noir_gpu_losses_total');
    if (losses === 0) throw new Error('no loss was counted');
    return `${idle} answers after an idle loss, ${between} after one behind a submission; ${losses} losses under load: ${describeTally(tally)}; the GPU back after ${(back / 1000).toFixed(1)} s`;
  } finally {
    await server.stop();
  }
}

/** To every process that has a device, the spare among them. */
function signal({ pid }: FaultServer, name: NodeJS.Signals): void {
  for (const each of [pid, ...childrenOf(pid)].filter(hasDawn)) process.kill(each, name);
}
