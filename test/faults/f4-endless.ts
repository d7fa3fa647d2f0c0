/** Kernels that never end, on the GPU and on the CPU, beside good requests. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type Fault, NotRun } from './lib/fault.ts';
import { describeTally, hammer, prepareCases } from './lib/load.ts';
import { type FaultServer, startServer } from './lib/server.ts';

const OPS = fileURLToPath(new URL('lib/endless-ops.js', import.meta.url));

/** Seconds in which the client must have its 504. A short run takes twice as long, because the machine may do much else. */
const LIMITS = { gpuForever: 6, cpuForever: 10.5 };

export default {
  id: 'F4',
  title: 'kernels that never end, on the GPU and on the CPU',
  quick: true,
  async run({ long }) {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    const onGpu = await spoil('gpuForever', { NOIR_GPU: 'software' }, long);
    return `${onGpu}; ${await spoil('cpuForever', { NOIR_GPU: 'off' }, long)}`;
  },
} satisfies Fault;

/** Sends an endless job amid good ones. Resolves with figures; throws when it is not answered 504 in time, or harms others. */
async function spoil(op: keyof typeof LIMITS, env: Record<string, string>, long: boolean): Promise<string> {
  const server = await startServer({ args: ['--workers', '2', '--ops', OPS], env });
  try {
    const cases = await prepareCases(server.url);
    let goesOn = true;
    const others = hammer(cases, 4, () => goesOn);
    const endless = await ask(server, op);
    goesOn = false;
    const tally = await others;
    const limit = LIMITS[op] * (long ? 1 : 2);
    if (endless > limit) throw new Error(`${op} got its 504 after ${endless.toFixed(1)} s`);
    if (tally.others.size > 0) throw new Error(`${op}: ${describeTally(tally)}`);
    return `${op}: 504 after ${endless.toFixed(1)} s, beside it ${describeTally(tally)}`;
  } finally {
    await server.stop();
  }
}

/** Seconds until the 504. */
async function ask({ url }: FaultServer, op: keyof typeof LIMITS): Promise<number> {
  const create = { width: 4000, height: 3000, channels: 3, background: 'teal' } as const;
  const body = new Uint8Array(await sharp({ create }).png().toBuffer());
  const begun = performance.now();
  const response = await fetch(`${url}/process?ops=${op}_1,f_png`, { method: 'POST', body });
  const seconds = (performance.now() - begun) / 1000;
  const text = await response.text();
  if (response.status !== 504) throw new Error(`${op} got ${response.status}: ${text}`);
  return seconds;
}
