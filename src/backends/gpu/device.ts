// Opens GPU devices and watches for their loss. Only this file does: reading back (`staging.ts`) and the queue
// (`submission-queue.ts`) reject with the reason of `loss`, and the backend (`backend.ts`) opens another device for
// the next task.

/** Which adapters to use. `auto` ignores software adapters, which are for tests. */
export type GpuMode = 'auto' | 'software' | 'off';

export interface AdapterSummary {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Whether the adapter computes on the CPU. */
  readonly software: boolean;
}

/** An open device, and what must stay referenced while it lives. */
export interface Device {
  readonly device: GPUDevice;
  readonly adapter: AdapterSummary;
  readonly timestamps: boolean;
  /** Aborts when the device is lost. Its reason is the error to throw. */
  readonly loss: AbortSignal;
  /** Counts the device as lost, because the GPU hangs. From then on, destroying it would block for ever. */
  giveUp(reason: Error): void;
  /** Whether it was given up. */
  readonly hangs: () => boolean;
}

// Dawn crashes if the object from `create`, or an adapter, is collected before the device.
const instances: GPU[] = [];
const adapters = new WeakMap<GPUDevice, GPUAdapter>();

// By default Dawn rounds timestamps to 65 µs, longer than most dispatches.
const DAWN_OPTIONS = ['disable-dawn-features=timestamp_quantization'];

async function openInstance(): Promise<GPU | undefined> {
  // Imported late, because Dawn's binary does not run everywhere. Without it there is no GPU, and everything else
  // works.
  const dawn = await import('webgpu').catch(() => undefined);
  if (!dawn) return undefined;
  if (instances.length === 0) {
    Object.assign(globalThis, dawn.globals);
    instances.push(dawn.create(DAWN_OPTIONS));
  }
  return instances[0];
}

/** Dawn's preferred adapter. Undefined without a driver. */
async function requestAdapter(): Promise<GPUAdapter | undefined> {
  const instance = await openInstance();
  return (await instance?.requestAdapter({ powerPreference: 'high-performance' })) ?? undefined;
}

export function summarize(adapter: GPUAdapter): AdapterSummary {
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  // llvmpipe and SwiftShader; both also report that they are fallback adapters.
  const software =
    isFallbackAdapter || /llvmpipe|swiftshader|software/i.test(`${architecture} ${description}`);
  return { vendor, architecture, description, software };
}

/** Opens a device with the adapter's own limits. Returns undefined when there is no suitable adapter. */
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
  const loss = watchLoss(device);
  let hangs = false;
  return {
    ...{ device, adapter: summary, timestamps, loss: loss.signal },
    giveUp(reason) {
      hangs = true;
      loss.abort(reason);
    },
    hangs: () => hangs,
  };
}

/** Aborts when the device is lost, or after an error that no scope caught, because its state is then unknown. */
function watchLoss(device: GPUDevice): AbortController {
  const loss = new AbortController();
  const lose = (why: string) => loss.abort(new Error(`the GPU was lost: ${why}`));
  device.lost.then(({ reason, message }) => lose(message || reason || 'lost'));
  // By default Dawn prints such errors to stdout, which may be carrying a picture.
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    lose(event.error.message);
  });
  return loss;
}
