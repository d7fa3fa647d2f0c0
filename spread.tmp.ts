import { CpuBackend } from './src/backends/cpu/backend.ts';
import { SharpBackend } from './src/backends/sharp/backend.ts';
import { measureSteps } from './src/engine/costs/measure-steps.ts';
import { fitRows } from './src/engine/costs/fit.ts';
import { CostTable, timeOf } from './src/engine/costs/table.ts';
import { listOps } from './src/ops/registry.ts';
import sharp from 'sharp';
sharp.concurrency(1);
const t = performance.now();
const s = await measureSteps([new CpuBackend(), (await SharpBackend.open())!], { ops: listOps(), extents: [{width:192,height:128},{width:960,height:640}], types: ['u8'], channels: [3], patience: { milliseconds: 20, most: 5, least: 2 } });
console.log('took', performance.now() - t, s.length);
const rows = fitRows(s);
const table = new CostTable(rows);
for (const x of s) { const p = table.time(x.who, x.features); const r = p / x.milliseconds; if (r < 0.6 || r > 1.6) console.log(x.who, x.features.kind, x.features.pixels, x.features.taps, x.milliseconds.toFixed(3), 'pred', p.toFixed(3)); }
console.log(JSON.stringify(rows.cpu,null,0).replaceAll('},','},\n'));
console.log(JSON.stringify(rows.sharp,null,0).replaceAll('},','},\n'));
