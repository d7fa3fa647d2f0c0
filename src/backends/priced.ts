import type { Plan } from '../plan/plan.ts';
import type { Backend } from './backend.ts';

/** A backend that has an opinion on how long it takes. */
export interface Priced extends Backend {
  /**
   * Milliseconds that a plan would take on the machine on which the backends were measured, for comparison with
   * other backends before anything is known of this one. Infinity where another backend does the same work.
   */
  expects?(plan: Plan): number;
}
