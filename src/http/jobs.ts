/** How many jobs a service does at once. */
import type { Places } from '../engine/fair-queue.ts';
import { countCores } from '../workers/cores.ts';

export type Jobs = Pick<Places, 'all' | 'heavy'>;

/**
 * The jobs that are given, or those that suit the cores: several light ones a core, because they wait for each other's
 * calls into libvips, and one heavy one, which keeps a core busy.
 */
export function jobsOf(given: Jobs | undefined, cores: number = countCores()): Jobs {
  return given ?? { all: 4 * cores, heavy: cores };
}
