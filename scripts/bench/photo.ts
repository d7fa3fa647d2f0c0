import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import sharp from 'sharp';
import type { Backend } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import { openCoders } from '../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { castFor } from '../../src/plan/casting.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { parseRecipe } from '../../src/recipe/recipe.ts';
import { type Contender, elapsed, printTable, ROUNDS, race, WARM_UP } from './race.ts';

export const PHOTO = new URL('../../../shared/data/photos/4k/roses-3840x2160-q90-420.jpg', import.meta.url)
  .pathname;

async function openBackends(): Promise<{ backends: Backend[]; gpu: GpuBackend | undefined }> {
  const gpu = await GpuBackend.open({ mode: 'software' });
  const backends = [gpu, new CpuBackend(), await SharpBackend.open()];
  return { backends: backends.filter((backend) => backend !== undefined), gpu };
}

/** What the gpu backend may be called in a table: a software adapter is no GPU. */
function nameOf(backend: Backend, gpu: GpuBackend | undefined): string {
  return backend === gpu && gpu.adapter.software ? 'gpu code on a software adapter' : backend.name;
}

async function benchPhoto(name: string, bytes: Uint8Array): Promise<void> {
  const { backends, gpu } = await openBackends();
  const coders = await openCoders('auto');
  const header = readHeader(bytes, DEFAULT_LIMITS);
  const context = { limits: DEFAULT_LIMITS };
  const [photo] = (await coders.decode(bytes, header, context)).frames;
  const { steps } = parseRecipe({ steps: [{ op: 'greyscale' }] });
  const plan = makePlan([...steps, ...castFor('png', photo.type)], photo, DEFAULT_LIMITS);
  const png = { format: 'png', options: {} } as const;

  const endToEnd = (backend: Backend): Contender => ({
    name: `noir, ${nameOf(backend, gpu)}`,
    run: () =>
      elapsed(async () => {
        const [image] = (await coders.decode(bytes, header, context)).frames;
        const processed = await backend.process(plan, image);
        await coders.encode({ frames: [processed.image] }, png);
        processed.release();
      }),
  });
  const peer: Contender = {
    name: 'plain sharp',
    run: () => elapsed(() => sharp(bytes).autoOrient().greyscale().png().toBuffer()),
  };
  const rows = await race([...backends.map(endToEnd), peer]);
  printTable(`${name}, ${photo.width}x${photo.height}: JPEG -> gray PNG`, rows, peer.name);

  const kernel = (backend: Backend, timing?: string): Contender => ({
    name: timing ? `${nameOf(backend, gpu)}, dispatch alone` : nameOf(backend, gpu),
    async run() {
      const begun = performance.now();
      const { timings, release } = await backend.process(plan, photo);
      const whole = performance.now() - begun;
      release();
      return timing ? (timings[timing] ?? Number.NaN) : whole;
    },
  });
  const raw = { width: photo.width, height: photo.height, channels: photo.channels };
  const rawPeer: Contender = {
    name: 'plain sharp',
    run: () =>
      elapsed(() =>
        sharp(photo.data as Uint8Array, { raw })
          .greyscale()
          .raw()
          .toBuffer(),
      ),
  };
  const dispatches = gpu ? [kernel(gpu, 'gpu')] : [];
  const kernels = await race([...dispatches, ...backends.map((backend) => kernel(backend)), rawPeer]);
  printTable(`${name}: decoded pixels -> gray pixels`, kernels, rawPeer.name);
  await Promise.all(backends.map((backend) => backend.close()));
}

/** A stand-in where there is no photo: soft noise, which JPEG and PNG find about as hard. */
export function makePhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: 3840, height: 2160, channels: 3, background: 'gray', noise } })
    .blur(2)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** The main job on photos, a made-up one where there is none: JPEG to gray PNG, and its pixels alone. */
export async function benchPhotos(paths: readonly string[]): Promise<void> {
  console.log(`method: ${ROUNDS} rounds after ${WARM_UP}, contenders in turn, medians`);
  const chosen = paths.length === 0 && existsSync(PHOTO) ? [PHOTO] : paths;
  if (chosen.length === 0) await benchPhoto('made-up photo', await makePhoto());
  for (const path of chosen) await benchPhoto(basename(path), readFileSync(path));
}
