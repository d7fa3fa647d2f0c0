/** A thousand requests of all kinds from 64 clients that wait when they are told to. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './lib/fault.ts';
import { mixedRequests, sendAll, wrongAnswers } from './lib/mixed.ts';
import { childrenOf, filesInMemory, memoryOf } from './lib/processes.ts';
import { startServer } from './lib/server.ts';

/** Bytes that all processes may take together, and times the memory before that is allowed half a minute afterwards. */
const [MOST, KEPT] = [1.2 * 2 ** 30, 1.5];

/** The server's deadline in seconds. A short run has a long one: it may be on a machine that does much else. */
const DEADLINE = { long: 10, short: 60 };

export default {
  id: 'L1',
  title: 'mixed requests from 64 clients, every tenth with a file that is no picture',
  quick: true,
  async run({ long }) {
    const deadline = DEADLINE[long ? 'long' : 'short'];
    const server = await startServer({ args: ['--deadline', String(deadline)] });
    try {
      const requests = await mixedRequests(4000);
      await sendAll(server.url, requests, { count: requests.length, clients: 4 });
      const memory = () =>
        [server.pid, ...childrenOf(server.pid)].reduce((sum, pid) => sum + memoryOf(pid), filesInMemory());
      const before = memory();
      let highest = 0;
      const timer = setInterval(() => {
        highest = Math.max(highest, memory());
      }, 500);
      const begun = performance.now();
      const answers = await sendAll(server.url, requests, { count: long ? 1000 : 250, clients: 64 });
      const seconds = (performance.now() - begun) / 1000;
      clearInterval(timer);
      const rest = performance.now();
      while (memory() > KEPT * before && performance.now() - rest < 30_000) await pause(500);
      const rested = memory();
      const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
      const part = (share: number) => times[Math.floor(share * (times.length - 1))] as number;
      const refusals = answers.reduce((sum, answer) => sum + answer.refusals, 0);
      const MiB = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
      const figures = `${answers.length} answered, ${(answers.length / seconds).toFixed(1)} a second, ${refusals} times told to wait; half within ${part(0.5).toFixed(0)} ms, 99 % within ${part(0.99).toFixed(0)} ms; memory ${MiB(before)} MiB before, ${MiB(highest)} at most, ${MiB(rested)} ${((performance.now() - rest) / 1000).toFixed(0)} s afterwards`;
      const wrong = wrongAnswers(answers).map(({ request, result }) => `${request.path} got ${result}`);
      if (wrong.length > 0 || highest > MOST || rested > KEPT * before || part(1) > 1000 * (deadline + 2))
        throw new Error([figures, ...wrong].join('\n  '));
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
