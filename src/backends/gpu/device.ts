// Opens GPU devices, and is the one place that notices their loss. Whoever depends on a device asks its `loss`: reading
// back (`staging.ts`) and the queue of tasks (`submission-queue.ts`) reject with its reason, and the backend
// (`backend.ts`) opens another device for the next task.

/** Which adapters count as a GPU. Software adapters are for tests. */
export type GpuMode = 'auto' | 'software' | 'off';

export interface AdapterSummary {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
}

/** An open device with everything that must stay referenced while it lives. */
export interface Device {
  readonly device: GPUDevice;
  readonly adapter: AdapterSummary;
  readonly timestamps: boolean;
  /** Aborts when the device is lost. The reason is the error for whoever needed it. */
  readonly loss: AbortSignal;
}

// Dawn crashes when the object that `create` returned, or an adapter, is collected while a device lives.
const instances: GPU[] = [];
const adapters = new WeakMap<GPUDevice, GPUAdapter>();

// Timestamps are rounded to 65 microseconds otherwise: longer than most dispatches.
const DAWN_OPTIONS = ['disable-dawn-features=timestamp_quantization'];

async function openInstance(): Promise<GPU | undefined> {
  // Loaded late: where its binary does not run, there is no GPU, and everything else works.
  const dawn = await import('webgpu').catch(() => undefined);
  if (!dawn) return undefined;
  if (instances.length === 0) {
    Object.assign(globalThis, dawn.globals);
    instances.push(dawn.create(DAWN_OPTIONS));
  }
  return instances[0];
}

/** Dawn's first choice of adapter; undefined when there is no driver. */
async function requestAdapter(): Promise<GPUAdapter | undefined> {
  const instance = await openInstance();
  return (await instance?.requestAdapter({ powerPreference: 'high-performance' })) ?? undefined;
}

export function summarize(adapter: GPUAdapter): AdapterSummary {
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  // llvmpipe and SwiftShader; both also say that they are fallback adapters.
  const software =
    isFallbackAdapter || /llvmpipe|swiftshader|software/i.test(`${architecture} ${description}`);
  return { vendor, architecture, description, software };
}

/** Opens a device on the adapter's own limits. Undefined when there is no adapter of the wanted kind. */
export async function openDevice(mode: GpuMode): Promise<Device | undefined> {
  if (mode === 'off') return undefined;
  const adapter = await requestAdapter();
  if (!adapter) return undefined;
  const summary = summarize(adapter);
  if (summary.software && mode !== 'software') return undefined;
  const timestamps = adapter.features.has('timestamp-query');
  const device = await adapter.requestDevice({
    requiredFeatures: timestamps ? ['timestamp-query'] : [],
    requiredLimits: {
      maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
      maxBufferSize: adapter.limits.maxBufferSize,
    },
  });
  adapters.set(device, adapter);
  return { device, adapter: summary, timestamps, loss: watchLoss(device) };
}

/** A signal for the end of a device: its loss, or an error that nobody expected, after which nothing is certain. */
function watchLoss(device: GPUDevice): AbortSignal {
  const loss = new AbortController();
  const lose = (why: string) => loss.abort(new Error(`the GPU was lost: ${why}`));
  device.lost.then(({ reason, message }) => lose(message || reason || 'lost'));
  // Without this Dawn prints to stdout, which may be carrying somebody's picture.
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    lose(event.error.message);
  });
  return loss.signal;
}
