import type { Costs } from './core/costs.ts';
import { CostTable } from './engine/costs/table.ts';
export async function openCosts(_gpu: unknown, _o: unknown): Promise<{ costs: Costs; lines: string[] }> {
  return { costs: new CostTable({}), lines: [] };
}
