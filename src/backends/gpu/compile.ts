/** Compiles shaders without a GPU, to find errors in them. */
import type { Pass } from '../../core/pass.ts';
import { Pipelines } from './pipelines.ts';

/**
 * Compiles passes on Dawn's null backend, which needs no driver. Throws the compiler's message. Does nothing where
 * Dawn's binary does not run.
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
    // Dawn crashes if these are collected before the device.
    kept.push(instance, adapter);
  }
}

const kept: unknown[] = [];
