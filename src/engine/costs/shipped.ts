/** The table that ships with the version. The code of `noir tune` measured it, see decision 12; `noir tune --output` makes another. */
import { readFileSync } from 'node:fs';
import type { CostFile } from './file.ts';
import { CostTable } from './table.ts';

/** Not checked against the schema at each start: it is the package's own file, and a test does. */
export const SHIPPED: CostFile = JSON.parse(readFileSync(new URL('./shipped.json', import.meta.url), 'utf8'));

export const SHIPPED_COSTS = new CostTable(SHIPPED.coefficients);
