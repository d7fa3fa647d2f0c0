// Run as a process of its own, with --expose-gc: a crash of the driver must not take the tests along.
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { worstDifference } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';

const JOBS = 200;
const AT_ONCE = 4;

const collect = setInterval(() => globalThis.gc?.(), 10);
const gpu = await GpuBackend.open({ mode: 'software' });
if (!gpu || !globalThis.gc) throw new Error('needs a GPU and --expose-gc');

let worst = 0;
for (let first = 0; first < JOBS; first += AT_ONCE) {
  const tasks = Array.from({ length: AT_ONCE }, async (_, index) => {
    const image = noise({ width: 90 + (first % 50), height: 70, channels: 3, type: 'u8' }, first + index);
    const plan = planSteps([{ op: 'linear', a: 0.7 }, { op: 'greyscale' }], image);
    const { image: result, release } = await gpu.process(plan, image);
    worst = Math.max(worst, worstDifference(result, runReference(plan, image)).distance);
    release();
  });
  await Promise.all(tasks);
}
clearInterval(collect);
await gpu.close();
console.log(JSON.stringify({ tasks: JOBS, worst }));
