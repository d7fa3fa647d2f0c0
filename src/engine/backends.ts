import type { Backend, BackendName } from '../backends/backend.ts';
import { CpuBackend } from '../backends/cpu/backend.ts';
import { GpuBackend } from '../backends/gpu/backend.ts';
import { SharpBackend } from '../backends/sharp/backend.ts';
import type { Channels } from '../core/pixel.ts';
import { OPS } from '../ops/registry.ts';
import type { EngineOptions } from './config.ts';

/**
 * Opens the backends asked for, in that order, leaving out those that this machine does not have.
 * Throws when none is left.
 */
export async function openBackends(
  options: EngineOptions,
): Promise<{ backends: Backend[]; summary: string }> {
  const openers: Record<BackendName, () => Promise<Backend | undefined>> = {
    gpu: () => openGpu(options),
    cpu: async () => new CpuBackend(),
    sharp: () => SharpBackend.open(new CpuBackend()),
  };
  const backends: Backend[] = [];
  const missing: BackendName[] = [];
  for (const name of options.backends) {
    const backend = await openers[name]();
    if (backend) backends.push(backend);
    else missing.push(name);
  }
  if (backends.length === 0) {
    throw new Error(
      `none of the backends ${options.backends.join(', ')} can be had here; see \`noir doctor\``,
    );
  }
  const present = backends.map(({ name, description }) => `${name} (${description})`).join(', ');
  const absent = missing.map((name) => `; no ${name}${name === 'gpu' ? ', see `noir doctor`' : ''}`).join('');
  return { backends, summary: `runs on ${present}${absent}` };
}

async function openGpu({ gpu: mode }: EngineOptions): Promise<Backend | undefined> {
  if (mode === 'off') return undefined;
  const gpu = await GpuBackend.open({ mode });
  await gpu?.warm(likelyPasses());
  return gpu;
}

/** The passes of the commonest request, a photo turned gray, for what decoders give. */
function likelyPasses() {
  const params = OPS.greyscale.params.parse({});
  return ([1, 2, 3, 4] as Channels[]).flatMap((channels) =>
    (['u8', 'u16'] as const).flatMap((type) =>
      OPS.greyscale.lower({ width: 1, height: 1, channels, type }, params),
    ),
  );
}
