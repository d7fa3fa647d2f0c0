/** Deaths of single workers, far enough apart that no job is hit twice. */
import type { Fault } from './lib/fault.ts';
import { killUnderLoad } from './lib/kills.ts';

export default {
  id: 'F1',
  title: 'kill -9 of any worker under 64 requests at once',
  quick: false,
  run: ({ long }) =>
    killUnderLoad(
      long ? { count: 15, pause: 25_000, maySpoil: false } : { count: 4, pause: 5_000, maySpoil: false },
    ),
} satisfies Fault;
