/** The table that ships with the version. `noir tune --output` makes it, see decision 12. */
import { readFileSync } from 'node:fs';
import { type CostFile, costFile } from './file.ts';
import { CostTable } from './table.ts';

export const SHIPPED: CostFile = costFile.parse(
  JSON.parse(readFileSync(new URL('./shipped.json', import.meta.url), 'utf8')),
) as CostFile;

export const SHIPPED_COSTS = new CostTable(SHIPPED.coefficients);
