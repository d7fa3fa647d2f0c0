/** Ranks ways by expected time alone, so that equal jobs get equal answers. */
import type { Costs } from '../core/costs.ts';
import type { Way } from './ways.ts';

/** Sorts ways into the order in which to try them. */
export interface Router {
  best(ways: readonly Way[]): Way[];
  /** The id of the table of costs. */
  readonly tableId: string;
}

/** Ranks ways by cost, the cheapest first. On a tie, fewer legs win, then the way listed first. */
export function routeByCost(costs: Costs): Router {
  return {
    tableId: costs.id,
    best: (ways) => [...ways].sort((a, b) => a.cost - b.cost || a.legs.length - b.legs.length),
  };
}
