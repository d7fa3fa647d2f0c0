import type { Pass } from '../../core/pass.ts';
import { Pipelines } from './pipelines.ts';

/**
 * Compiles passes on no GPU at all, for what is wrong with their shaders: Dawn's null backend needs no
 * driver. Throws the compiler's own words; does nothing where Dawn's binary does not run.
 */
export async function compilePasses(passes: readonly Pass[]): Promise<void> {
  const dawn = await import('webgpu').catch(() => undefined);
  if (!dawn) return;
  Object.assign(globalThis, dawn.globals);
  const instance = dawn.create(['backend=null']);
  const adapter = await instance.requestAdapter();
  const device = await adapter?.requestDevice();
  if (!device) return;
  device.addEventListener('uncapturederror', (event) => event.preventDefault());
  try {
    const pipelines = new Pipelines(device);
    await Promise.all(passes.map((pass) => pipelines.get(pass)));
  } finally {
    device.destroy();
    // Dawn crashes when what opened a device is collected before it.
    kept.push(instance, adapter);
  }
}

const kept: unknown[] = [];
