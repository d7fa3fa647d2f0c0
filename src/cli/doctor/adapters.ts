/** Lists the GPU adapters that Dawn finds, with their limits. */
import { type AdapterSummary, summarize } from '../../backends/gpu/device.ts';

const LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const;

const FEATURES = ['timestamp-query', 'subgroups', 'shader-f16'] as const;

/** An adapter that Dawn sees. */
export interface AdapterReport extends AdapterSummary {
  /** The hardware's own name. */
  readonly device: string;
  readonly limits: Readonly<Record<(typeof LIMITS)[number], number>>;
  readonly features: Readonly<Record<(typeof FEATURES)[number], boolean>>;
}

type Dawn = typeof import('webgpu');

// Dawn crashes when an object that `create` returned is collected too early.
const instances: GPU[] = [];

/** Every adapter that Dawn sees, each once. Rejects when Dawn's binary does not run here. */
export async function listAdapters(): Promise<readonly AdapterReport[]> {
  const dawn = await import('webgpu');
  Object.assign(globalThis, dawn.globals);
  const reports = new Map<string, AdapterReport>();
  for (const adapter of await requestAdapters(dawn)) {
    const report = describeAdapter(adapter);
    reports.set(JSON.stringify(report), report);
  }
  return [...reports.values()];
}

/** WebGPU has no list of adapters: asks in every way that it has, and for each that Dawn names. */
async function requestAdapters({ create }: Dawn): Promise<readonly GPUAdapter[]> {
  const request = async (flags: string[], options?: GPURequestAdapterOptions) => {
    const gpu = create(flags);
    instances.push(gpu);
    return gpu.requestAdapter(options);
  };
  const adapters = [
    await request([], { powerPreference: 'high-performance' }),
    await request([], { powerPreference: 'low-power' }),
    await request([], { forceFallbackAdapter: true }),
  ];
  for (const name of await listNames(request)) {
    adapters.push(await request([`adapter=${name}`]).catch(() => null));
  }
  return adapters.filter((adapter) => adapter !== null);
}

/** Dawn lists the adapters that it has in the error for a name that it does not have. */
async function listNames(request: (flags: string[]) => Promise<unknown>): Promise<readonly string[]> {
  try {
    await request(['adapter=no adapter is called this']);
    return [];
  } catch (error) {
    return [...String(error).matchAll(/name: '([^\n]+)'/g)].map(([, name]) => name as string);
  }
}

function describeAdapter(adapter: GPUAdapter): AdapterReport {
  const limits = LIMITS.map((name) => [name, adapter.limits[name]]);
  const features = FEATURES.map((name) => [name, adapter.features.has(name)]);
  return {
    ...summarize(adapter),
    device: adapter.info.device,
    limits: Object.fromEntries(limits),
    features: Object.fromEntries(features),
  };
}
