/** One client with long chains on pictures of 50 megapixels, and another one with thumbnails. */
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { watchProbes } from './lib/probes.ts';
import { startServer } from './lib/server.ts';
import { crowd, describe, describeTimes, type Question, unexpected, within } from './lib/visitors.ts';

/** The 95th percentile of the thumbnails may become so many times what it is alone. The 99th is printed beside it. */
const MOST = 5;

export default {
  id: 'L9',
  title: '32 chains on 50 megapixels at once beside the thumbnails of another client',
  quick: false,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '2', '--behind-proxy', '--probe-port', '0'] });
    let goesOn = true;
    try {
      const from = (address: string, ops: string, body: Uint8Array): Question => {
        return { url: `${server.url}/process?ops=${ops}`, body, headers: { 'X-Forwarded-For': address } };
      };
      const thumbnail = from('192.0.2.1', 'resize_100,f_jpeg', await photo(1200, 900));
      const chain = from('192.0.2.2', 'blur_3,median_3,resize_50%,f_jpeg', await photo(8160, 6120));
      const time = long ? 60_000 : 8000;
      const alone = await crowd(1, [thumbnail], stopAfter(time / 2));
      const endProbes = await watchProbes(server);
      const chains = crowd(32, [chain], () => goesOn);
      const beside = await crowd(1, [thumbnail], stopAfter(time));
      goesOn = false;
      const probes = await endProbes();
      const [idle, busy] = [within(0.95, alone), within(0.95, beside)];
      const isPrompt = within(0.99, beside) <= MOST * within(0.99, alone);
      const figures = `thumbnails within ${idle.toFixed(0)} ms alone and ${busy.toFixed(0)} ms beside the chains (95 %); half, 99 % and all within ${describeTimes(alone)} and ${describeTimes(beside)}, 99 % at most ${MOST} times: ${isPrompt ? 'yes' : 'no'}; thumbnails ${describe(beside)}; chains ${describe(await chains)}; ${probes.words}`;
      // What other programs take is not taken by the chains.
      const isSlow = probes.isQuiet && busy > MOST * idle;
      if (isSlow || unexpected(beside, 200).length > 0 || probes.fails) throw new Error(figures);
      return figures;
    } finally {
      goesOn = false;
      await server.stop();
    }
  },
} satisfies Fault;

function stopAfter(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() < end;
}
