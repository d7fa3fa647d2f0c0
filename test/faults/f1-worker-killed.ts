/** Deaths of single workers, far enough apart that no job is hit twice. */
import { type Fault, NotRun } from './lib/fault.ts';
import { killUnderLoad } from './lib/kills.ts';

export default {
  id: 'F1',
  title: 'kill -9 of any worker under 64 requests at once',
  quick: false,
  run({ long }) {
    if (!long) return killUnderLoad({ count: 4, pause: 5_000, maySpoil: false });
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    const env = { NOIR_GPU: 'software' };
    return killUnderLoad({ count: 20, pause: 25_000, maySpoil: false, gpuInTurn: true, env });
  },
} satisfies Fault;
