// Opens the GPU as a backend with its legs, here or for planning. Imported on demand: a process without a GPU loads none
// of this folder.
import type { Channels } from '../../core/pixel.ts';
import { OPS } from '../../ops/registry.ts';
import { GpuBackend } from './backend.ts';
import type { GpuMode } from './device.ts';
import { DistantGpu, type GpuOutline } from './distant.ts';
import { type CodingMode, gpuLegs } from './legs.ts';

export interface GpuSettings {
  readonly gpu: GpuMode;
  /** Which processor decodes and encodes JPEGs. */
  readonly jpeg: CodingMode;
  /** Which processor filters the rows of PNGs. Default `auto`. */
  readonly png?: CodingMode | undefined;
  /** Milliseconds after which the GPU is given up. No limit by default. */
  readonly gpuTime?: number | undefined;
}

/** Opens the GPU of this machine. `first` says whether it is the first backend in the settings. Undefined without a GPU. */
export async function openGpu({ gpu: mode, gpuTime, jpeg, png = 'auto' }: GpuSettings, first: boolean) {
  const limits = gpuTime === undefined ? {} : { milliseconds: gpuTime };
  const backend = await GpuBackend.open({ mode, limits });
  if (!backend) return undefined;
  await backend.warm(likelyPasses());
  return { backend, legs: gpuLegs(backend, { jpeg, png, first }) };
}

/** The legs of a GPU that another process has open, for planning. */
export function legsOfDistant(outline: GpuOutline, { jpeg, png = 'auto' }: GpuSettings, first: boolean) {
  return gpuLegs(new DistantGpu(outline), { jpeg, png, first });
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
