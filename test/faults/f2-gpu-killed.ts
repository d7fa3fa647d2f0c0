/** Ten deaths in ten seconds, of the GPU's worker and the others in turn. */
import { type Fault, NotRun } from './lib/fault.ts';
import { killUnderLoad } from './lib/kills.ts';

export default {
  id: 'F2',
  title: "ten kills in 10 s, of the GPU's worker and of the others",
  quick: true,
  run: () => {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    return killUnderLoad({ count: 10, pause: 1_000, maySpoil: true, env: { NOIR_GPU: 'software' } });
  },
} satisfies Fault;
