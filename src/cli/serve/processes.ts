/** The worker processes of `noir serve`. */
import type { Configured } from '../../service/configuration/table.ts';
import { countWorkers } from '../../workers/cores.ts';
import { UsageError } from '../failure.ts';

/** How many there are; undefined for none. Throws `UsageError` for workers that would have nothing to do. */
export function readWorkers({ isolation, workers }: Configured): number | undefined {
  if (isolation === 'process') return workers ?? countWorkers();
  if (workers === undefined) return undefined;
  throw new UsageError('--workers is for --isolation process');
}
