/** The table that ships with the version. The code of `noir tune` measured it, see decision 12; `noir tune --output` makes another. */
import type { CostFile } from './file.ts';
import shipped from './shipped.json' with { type: 'json' };
import { CostTable } from './table.ts';

/** Not checked against the schema at each start: it is the package's own file, and a test does. */
export const SHIPPED = shipped as CostFile;

export const SHIPPED_COSTS = new CostTable(SHIPPED.coefficients);
