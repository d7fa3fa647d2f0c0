/** One client with long chains on pictures of 50 megapixels, and another one with thumbnails. */
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { startServer } from './lib/server.ts';
import { crowd, describe, type Question, unexpected, within } from './lib/visitors.ts';

/** The 95th percentile of the thumbnails may become so many times what it is alone. */
const MOST = 5;

export default {
  id: 'L9',
  title: '32 chains on 50 megapixels at once beside the thumbnails of another client',
  quick: false,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '2', '--behind-proxy'] });
    let goesOn = true;
    try {
      const from = (address: string, ops: string, body: Uint8Array): Question => {
        return { url: `${server.url}/process?ops=${ops}`, body, headers: { 'X-Forwarded-For': address } };
      };
      const thumbnail = from('192.0.2.1', 'resize_100,f_jpeg', await photo(1200, 900));
      const chain = from('192.0.2.2', 'blur_3,median_3,resize_50%,f_jpeg', await photo(8160, 6120));
      const time = long ? 60_000 : 8000;
      const alone = await crowd(1, [thumbnail], stopAfter(time / 2));
      const chains = crowd(32, [chain], () => goesOn);
      const beside = await crowd(1, [thumbnail], stopAfter(time));
      goesOn = false;
      const [idle, busy] = [within(0.95, alone), within(0.95, beside)];
      const figures = `thumbnails within ${idle.toFixed(0)} ms alone and ${busy.toFixed(0)} ms beside the chains (95 %), medians ${within(0.5, alone).toFixed(0)} and ${within(0.5, beside).toFixed(0)}; thumbnails ${describe(beside)}; chains ${describe(await chains)}`;
      if (busy > MOST * idle || unexpected(beside, 200).length > 0) throw new Error(figures);
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
