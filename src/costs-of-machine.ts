/** The table of costs by which this process chooses, with the GPU's own speed in it. */
import type { GpuBackend } from './backends/gpu/backend.ts';
import { type OpenedCosts, readCosts } from './engine/costs/open.ts';
import { readPackage } from './version.ts';

/** Reads the table once. Never rejects: without a table of this machine, the one that ships is used. */
export async function openCosts(_gpu: GpuBackend | undefined): Promise<OpenedCosts> {
  return readCosts({ version: readPackage().version });
}
