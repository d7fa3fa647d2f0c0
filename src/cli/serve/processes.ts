/** The worker processes of `noir serve`. */
import type { Jobs } from '../../http/jobs.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { countJobs, countWorkers } from '../../workers/cores.ts';
import { UsageError } from '../failure.ts';

/** How many there are; undefined for none. Throws `UsageError` for workers that would have nothing to do. */
export function readWorkers({ isolation, workers }: Configured): number | undefined {
  if (isolation === 'process') return workers ?? countWorkers();
  if (workers === undefined) return undefined;
  throw new UsageError('--workers is for --isolation process');
}

/** The jobs that a server does at once: those that its workers hold, two on the GPU, and one heavy one for each worker. */
export function jobsOfWorkers(workers: number): Jobs {
  return { all: workers * countJobs(workers) + 2, heavy: workers };
}
