/** The bytes of answers under load, compared with those of the same requests one after the other. */
import type { Fault } from './lib/fault.ts';
import { mixedRequests, sendAll, wrongAnswers } from './lib/mixed.ts';
import { startServer } from './lib/server.ts';

export default {
  id: 'L2',
  title: 'bytes under load and in peace',
  quick: true,
  async run({ long }) {
    const modes = process.env.NOIR_TEST_GPU ? ['off', 'software'] : ['off'];
    const figures: string[] = [];
    for (const mode of modes) {
      const server = await startServer({ args: ['--deadline', '60'], env: { NOIR_GPU: mode } });
      try {
        const requests = await mixedRequests(700);
        const peace = await sendAll(server.url, requests, { count: requests.length, clients: 1 });
        const right = new Map(peace.map(({ request, hash }) => [request, hash]));
        const answers = await sendAll(server.url, requests, { count: long ? 1000 : 150, clients: 64 });
        const good = answers.filter(({ request }) => request.good);
        const others = good.filter(({ request, hash }) => right.get(request) !== hash);
        const wrong = [...wrongAnswers([...peace, ...answers]), ...others];
        if (wrong.length > 0)
          throw new Error(wrong.map(({ request, result }) => `${request.path}: ${result}`).join(', '));
        figures.push(`NOIR_GPU=${mode}: ${good.length} answers from 64 clients, all the same bytes`);
      } finally {
        await server.stop();
      }
    }
    return figures.join('; ');
  },
} satisfies Fault;
