import type { Backend } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import type { Image } from '../../src/core/image.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { parseOps } from '../../src/recipe/grammar.ts';
import { parseRecipe, type Step } from '../../src/recipe/recipe.ts';
import { NO_LIMITS } from './limits.ts';
import { makePicture } from './pictures.ts';

/** Ten steps as an edit of a deep photo may have them: tones, colours, a blur and a median among them. */
const STEPS =
  'exposure_0.3,contrast_1.1,levels_0.02_0.97,blur_2,saturation_1.2,temperature_0.1,median_3,gamma_1.1,vibrance_0.2,clip';

const ROUNDS = 3;

/** Ten steps on a 16-bit picture of 24 megapixels, together and one by one, and the buffers that it takes. */
export async function benchChain(): Promise<void> {
  const image = makePicture({ width: 6000, height: 4000, channels: 3, type: 'u16' });
  const { steps } = parseRecipe(parseOps(STEPS));
  const gpu = await GpuBackend.open({ mode: 'software' });
  console.log(`\n${STEPS} on 6000x4000 rgb u16, best of ${ROUNDS}\n`);
  console.log('| backend | together ms | sum of the steps alone ms | dispatches | texel buffers |');
  console.log('|---|---:|---:|---:|---:|');
  for (const backend of [gpu, new CpuBackend()]) {
    if (!backend) continue;
    (await backend.process(makePlan(steps, image, NO_LIMITS), image)).release();
    // Counted before idle ones are given back and made anew.
    const buffers = backend === gpu ? gpu.stats().created : 2;
    const together = await best(backend, steps, image);
    let sum = 0;
    for (const step of steps) sum += await best(backend, [step], image);
    const dispatches = backend === gpu ? makePlan(steps, image, NO_LIMITS).passes.length : '';
    const name = backend === gpu && gpu.adapter.software ? 'gpu code on a software adapter' : backend.name;
    console.log(`| ${name} | ${together.toFixed(0)} | ${sum.toFixed(0)} | ${dispatches} | ${buffers} |`);
  }
}

async function best(backend: Backend, steps: readonly Step[], image: Image): Promise<number> {
  const plan = makePlan(steps, image, NO_LIMITS);
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    const { timings, release } = await backend.process(plan, image);
    const time = backend.name === 'gpu' ? (timings.gpu ?? 0) : performance.now() - begun;
    release();
    least = Math.min(least, time);
  }
  return least;
}
