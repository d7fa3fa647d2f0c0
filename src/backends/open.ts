/** Opens the backends that the settings name, with their legs and those of the coders. */
import type { Coders } from '../coders/registry.ts';
import { loadSharp, type Sharp } from '../coders/sharp/load.ts';
import type { ThreadUse } from '../core/turns.ts';
import type { Backend, BackendName } from './backend.ts';
import { coderLegs } from './coder-legs.ts';
import { CpuBackend } from './cpu/backend.ts';
import { cpuLegs } from './cpu/legs.ts';
import type { GpuBackend } from './gpu/backend.ts';
import type { GpuOutline } from './gpu/distant.ts';
import { mayHaveGpu } from './gpu/hardware.ts';
import type { GpuSettings } from './gpu/open.ts';
import type { LegSource } from './leg.ts';
import { SharpBackend } from './sharp/backend.ts';
import { sharpLegs } from './sharp/legs.ts';

export interface BackendOptions extends GpuSettings {
  readonly backends: readonly BackendName[];
  /** As in `ProcessOptions`. */
  readonly ownThread?: ThreadUse;
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
  const { legsOfDistant } = await import('./gpu/open.ts');
  const gpu = legsOfDistant(outline, options, isFirst(options));
  const found: LegSource[] = [];
  for (const name of options.backends) {
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
    gpu: backends.find((backend): backend is GpuBackend => backend.name === 'gpu'),
    summary: summarise(backends, missing),
  };
}

const OPENERS: Readonly<Record<BackendName, (options: BackendOptions) => Promise<Opened | undefined>>> = {
  gpu: openGpu,
  async cpu() {
    const backend = new CpuBackend();
    return { backend, legs: cpuLegs(backend) };
  },
  async sharp({ backends, ownThread = false }) {
    const backend = await SharpBackend.open(new CpuBackend());
    const sharp = (await loadSharp()) as Sharp;
    const options = { sharp, inThread: ownThread, alone: backends.length === 1 };
    return backend && { backend, legs: sharpLegs(backend, options) };
  },
};

/** Loads the GPU's code where there may be one. */
async function openGpu(options: BackendOptions): Promise<Opened | undefined> {
  if (!mayHaveGpu(options.gpu)) return undefined;
  const gpu = await import('./gpu/open.ts');
  return gpu.openGpu(options, isFirst(options));
}

const isFirst = ({ backends: [first] }: BackendOptions) => first === 'gpu';

function summarise(backends: readonly Backend[], missing: readonly BackendName[]): string {
  const present = backends.map(({ name, description }) => `${name} (${description})`).join(', ');
  const absent = missing.map((name) => `; no ${name}${name === 'gpu' ? ', see `noir doctor`' : ''}`).join('');
  return `runs on ${present}${absent}`;
}
