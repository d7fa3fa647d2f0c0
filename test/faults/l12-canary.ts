/** Looks for one client's pixels in another's answer: buffers that are used again keep what was in them. */
import { fileURLToPath } from 'node:url';
import { lookForCanary, samePictures } from './lib/canary.ts';
import type { Fault } from './lib/fault.ts';
import { startServer } from './lib/server.ts';

const POISON = fileURLToPath(new URL('lib/poison-dawn.js', import.meta.url));

/** Servers that are looked at; in a short run, the first two. */
const KINDS = {
  CPU: { env: { NOIR_GPU: 'off' }, args: [] },
  GPU: { env: { NOIR_GPU: 'software' }, args: [] },
  'GPU alone': { env: { NOIR_GPU: 'software' }, args: ['--backends', 'gpu'] },
  'GPU alone, new memory full of ones': {
    env: { NOIR_GPU: 'software' },
    args: ['--backends', 'gpu', '--ops', POISON],
  },
};

const start = ({ env, args }: (typeof KINDS)[keyof typeof KINDS]) =>
  startServer({ args: ['--workers', '1', '--deadline', '60', ...args], env });

export default {
  id: 'L12',
  title: "one client's pixels in another's answer",
  quick: false,
  async run({ long }) {
    const figures: string[] = [];
    for (const [name, kind] of Object.entries(KINDS).slice(0, long ? undefined : 2)) {
      if (!process.env.NOIR_TEST_GPU && kind.env.NOIR_GPU === 'software') continue;
      const server = await start(kind);
      try {
        figures.push(`${name}: ${await lookForCanary(server, long)}`);
      } finally {
        await server.stop();
      }
    }
    return [...figures, await compare(long)].join('; ');
  },
} satisfies Fault;

/** Whether memory that nobody wrote is seen in any picture. */
async function compare(long: boolean): Promise<string> {
  if (!process.env.NOIR_TEST_GPU) return 'no GPU, not even a software one';
  const servers = [await start(KINDS['GPU alone']), await start(KINDS['GPU alone, new memory full of ones'])];
  try {
    const [clean, poisoned] = servers as [(typeof servers)[0], (typeof servers)[0]];
    return `with new memory full of ones: ${await samePictures(clean, poisoned, long)}`;
  } finally {
    for (const server of servers) await server.stop();
  }
}
