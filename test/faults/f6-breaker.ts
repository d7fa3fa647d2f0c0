/** A GPU that keeps crashing its worker is left alone, and taken again once it works. */
import { askBackend as ask, readiness } from './lib/backend.ts';
import { type Fault, NotRun } from './lib/fault.ts';
import { childrenOf, killNow, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';

export default {
  id: 'F6',
  title: "three deaths of the GPU's worker in a minute",
  quick: true,
  async run() {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    // Without another worker, each child has the GPU or is its spare, except for one and its spare.
    const server = await startServer({ args: ['--workers', '1'], env: { NOIR_GPU: 'software' } });
    try {
      const [first] = await ask(server);
      if (first !== 'gpu') throw new Error(`in peace, ${first} does the work`);
      const allThere = () =>
        until(() => childrenOf(server.pid).length === 4, 20_000, 'the workers are not back');
      await allThere();
      let kills = 0;
      while ((await readiness(server)) === 'ok' && kills < 30) {
        const pid = childrenOf(server.pid)[kills % 2];
        if (pid !== undefined) killNow(pid);
        kills++;
        await allThere();
      }
      if ((await readiness(server)) !== 'degraded')
        throw new Error('/readyz does not tell of the open breaker');
      const [meanwhile, took] = await ask(server);
      const closed = await until(
        async () => (await ask(server))[0] === 'gpu' && (await readiness(server)) === 'ok',
        60_000,
        'no probe has closed the breaker',
      );
      return `${kills} kills, then /readyz degraded, ${meanwhile} answers in ${took.toFixed(0)} ms; back on the GPU after ${(closed / 1000).toFixed(1)} s`;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
