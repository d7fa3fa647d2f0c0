/** Numbers in the options of `noir serve`. */
import { countWorkers } from '../../workers/cores.ts';
import { UsageError } from '../failure.ts';

/** Reads a whole number. Throws `UsageError`. */
export function readNumber(option: string, text: string, most: number, least = 1): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${option} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`,
  );
}

/** Reads a port. Throws `UsageError`. */
export function readPort(source: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  throw new UsageError(`${source} takes a number from 0 to 65535, not ${JSON.stringify(text)}`);
}

/** Options about the processes that do the work. */
export interface ProcessOptions {
  readonly isolation: 'process' | 'none';
  readonly workers?: string;
}

/** How many worker processes; undefined for none. Throws `UsageError`. */
export function readWorkers({ isolation, workers }: ProcessOptions): number | undefined {
  if (isolation === 'process') {
    return workers === undefined ? countWorkers() : readNumber('--workers', workers, 256);
  }
  if (workers === undefined) return undefined;
  throw new UsageError('--workers is for --isolation process');
}
