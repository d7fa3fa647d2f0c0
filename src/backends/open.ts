/** Opens the backends that the settings name, with their legs and those of the coders. */
import type { Coders } from '../coders/registry.ts';
import { loadSharp, type Sharp } from '../coders/sharp/load.ts';
import type { Channels } from '../core/pixel.ts';
import { OPS } from '../ops/registry.ts';
import type { Backend, BackendName } from './backend.ts';
import { coderLegs } from './coder-legs.ts';
import { CpuBackend } from './cpu/backend.ts';
import { cpuLegs } from './cpu/legs.ts';
import { GpuBackend } from './gpu/backend.ts';
import type { GpuMode } from './gpu/device.ts';
import { DistantGpu, type GpuOutline } from './gpu/distant.ts';
import { type CodingMode, gpuLegs } from './gpu/legs.ts';
import type { LegSource } from './leg.ts';
import { SharpBackend } from './sharp/backend.ts';
import { sharpLegs } from './sharp/legs.ts';

export interface BackendOptions {
  readonly backends: readonly BackendName[];
  readonly gpu: GpuMode;
  /** Which processor decodes and encodes JPEGs. */
  readonly jpeg: CodingMode;
  /** Which processor filters the rows of PNGs. Default `auto`. */
  readonly png?: CodingMode | undefined;
  /** Milliseconds after which the GPU is given up. No limit by default. */
  readonly gpuTime?: number | undefined;
}

export interface OpenedBackends {
  readonly backends: readonly Backend[];
  /** Legs of the backends, in the same order, then those of the coders. */
  readonly sources: readonly LegSource[];
  /** The open GPU, for measuring it. */
  readonly gpu: GpuBackend | undefined;
  readonly summary: string;
}

/** The legs for planning, beside a GPU that another process has open. Offers the same as `openBackends` does there. */
export async function openForPlanning(
  options: BackendOptions,
  coders: Coders,
  outline: GpuOutline,
): Promise<readonly LegSource[]> {
  const { backends, jpeg, png = 'auto' } = options;
  const gpu = gpuLegs(new DistantGpu(outline), { jpeg, png, first: backends[0] === 'gpu' });
  const found: LegSource[] = [];
  for (const name of backends) {
    const legs = name === 'gpu' ? gpu : (await OPENERS[name](options))?.legs;
    if (legs) found.push(legs);
  }
  return [...found, coderLegs(coders)];
}

interface Opened {
  readonly backend: Backend;
  readonly legs: LegSource;
}

/** Opens the backends in the given order and skips those that this machine lacks. Throws when none remains. */
export async function openBackends(options: BackendOptions, coders: Coders): Promise<OpenedBackends> {
  const found: Opened[] = [];
  const missing: BackendName[] = [];
  for (const name of options.backends) {
    const opened = await OPENERS[name](options);
    if (opened) found.push(opened);
    else missing.push(name);
  }
  if (found.length === 0) {
    throw new Error(
      `none of the backends ${options.backends.join(', ')} is available here; run \`noir doctor\` to see why`,
    );
  }
  const backends = found.map(({ backend }) => backend);
  return {
    backends,
    sources: [...found.map(({ legs }) => legs), coderLegs(coders)],
    gpu: backends.find((backend) => backend instanceof GpuBackend),
    summary: summarise(backends, missing),
  };
}

const OPENERS: Readonly<Record<BackendName, (options: BackendOptions) => Promise<Opened | undefined>>> = {
  gpu: openGpu,
  async cpu() {
    const backend = new CpuBackend();
    return { backend, legs: cpuLegs(backend) };
  },
  async sharp({ backends }) {
    const backend = await SharpBackend.open(new CpuBackend());
    const alone = backends.length === 1;
    return backend && { backend, legs: sharpLegs(backend, (await loadSharp()) as Sharp, alone) };
  },
};

async function openGpu({ gpu: mode, backends, jpeg, png = 'auto', gpuTime }: BackendOptions) {
  const limits = gpuTime === undefined ? {} : { milliseconds: gpuTime };
  const backend = await GpuBackend.open({ mode, limits });
  if (!backend) return undefined;
  await backend.warm(likelyPasses());
  return { backend, legs: gpuLegs(backend, { jpeg, png, first: backends[0] === 'gpu' }) };
}

/**
 * Passes of the most common request, `greyscale`, for every layout that decoders produce. Compiled at the start.
 */
function likelyPasses() {
  const params = OPS.greyscale.params.parse({});
  return ([1, 2, 3, 4] as Channels[]).flatMap((channels) =>
    (['u8', 'u16'] as const).flatMap((type) =>
      OPS.greyscale.lower({ width: 1, height: 1, channels, type }, params),
    ),
  );
}

function summarise(backends: readonly Backend[], missing: readonly BackendName[]): string {
  const present = backends.map(({ name, description }) => `${name} (${description})`).join(', ');
  const absent = missing.map((name) => `; no ${name}${name === 'gpu' ? ', see `noir doctor`' : ''}`).join('');
  return `runs on ${present}${absent}`;
}
