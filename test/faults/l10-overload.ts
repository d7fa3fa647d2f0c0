/** Three times as many requests as the server can answer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { PROMPT, watchProbes } from './lib/probes.ts';
import { startServer } from './lib/server.ts';
import { crowd, describe, describeTimes, unexpected, type Visit, visit, within } from './lib/visitors.ts';

/** The part of its capacity that a server has to answer while it is offered more, unless other programs come and go. */
const LEAST = 0.8;

export default {
  id: 'L10',
  title: 'three times the capacity offered',
  quick: false,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '2', '--probe-port', '0'] });
    try {
      const question = { url: `${server.url}/process?ops=resize_600,f_webp`, body: await photo(2400, 1800) };
      const time = long ? 60_000 : 10_000;
      await crowd(4, [question], stopAfter(1000));
      const before = await crowd(4, [question], stopAfter(time / 2));
      const capacity = answered(before) / (time / 2);
      const endProbes = await watchProbes(server);
      const offered = await offer(3 * capacity, time, () => visit(question));
      const probes = await endProbes();
      const last = Math.max(...offered.map(({ at }) => at));
      const took = last - Math.min(...offered.map(({ at, milliseconds }) => at - milliseconds));
      const goodput = answered(offered) / took / capacity;
      const refused = offered.filter(({ result }) => result === 503);
      const after = await visit(question);
      const figures = `capacity ${(1000 * capacity).toFixed(1)}/s; offered ${offered.length}: ${describe(offered)}, goodput ${(100 * goodput).toFixed(0)} %; refused after ${describeTimes(refused)}, within ${PROMPT} ms: ${within(1, refused) > PROMPT ? 'no' : 'yes'}; ${probes.words}; a request afterwards ${after.result} in ${after.milliseconds.toFixed(0)} ms`;
      const wrong = unexpected(offered, 200, 503, ...(probes.isQuiet ? [] : [504]));
      if ((probes.isQuiet && goodput < LEAST) || wrong.length > 0 || after.result !== 200 || probes.fails)
        throw new Error(figures);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;

const answered = (visits: readonly Visit[]) => visits.filter(({ result }) => result === 200).length;

/** Sends requests at a steady rate, however slowly they are answered. `rate` is a number for each millisecond. */
async function offer(rate: number, time: number, ask: () => Promise<Visit>): Promise<Visit[]> {
  const begun = performance.now();
  const asked: Promise<Visit>[] = [];
  while (performance.now() - begun < time) {
    while (asked.length < rate * (performance.now() - begun)) asked.push(ask());
    await pause(5);
  }
  return Promise.all(asked);
}

function stopAfter(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() < end;
}
