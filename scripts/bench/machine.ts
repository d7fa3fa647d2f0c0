import { arch, cpus } from 'node:os';
import sharp from 'sharp';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';

/** What figures mean nothing without. */
export async function describeMachine(): Promise<string> {
  const gpu = await GpuBackend.open({ mode: 'software' });
  const adapter = gpu
    ? `${gpu.description}${gpu.adapter.software ? ' (software: computes on the CPU, not a GPU)' : ''}`
    : 'none';
  await gpu?.close();
  const [cpu] = cpus();
  return [
    `date: ${new Date().toISOString().slice(0, 10)}`,
    `cpu: ${cpus().length} x ${cpu?.model} (${arch()})`,
    `adapter: ${adapter}`,
    `node ${process.version}, sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}, ${sharp.concurrency()} threads`,
  ].join('\n');
}
