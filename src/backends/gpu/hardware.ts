// Tells without loading Dawn whether a machine may have a GPU. Dawn and the drivers take half a second of processor
// time to find out that there is none.
import { readdirSync } from 'node:fs';
import type { GpuMode } from './device.ts';

/**
 * Device files of GPUs on Linux, below `/dev`: the kernel's own interface, NVIDIA's, those of WSL, Mali, Adreno, PowerVR
 * and Tegra. Without one of them, Vulkan has software drivers at most.
 */
const DEVICES = /^(dri|nvidia.*|dxg|mali\d*|kgsl.*|pvr.*|nvhost.*|nvgpu|nvmap)$/;

/** Variables by which people name drivers, which may know other devices. */
const DRIVERS = /^(VK_(DRIVER_FILES|ICD_FILENAMES|ADD_DRIVER_FILES)|DAWNNODE_\w+)$/;

/** Whether it is worth looking for an adapter. Always true where only a driver can tell. */
export function mayHaveGpu(
  mode: GpuMode,
  machine: Machine = { platform: process.platform, env: process.env, list: listDevices },
): boolean {
  if (mode !== 'auto') return mode === 'software';
  if (machine.platform !== 'linux') return true;
  if (Object.entries(machine.env).some(([name, value]) => value && DRIVERS.test(name))) return true;
  return machine.list().some((name) => DEVICES.test(name));
}

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** The names in `/dev`. */
  list(): readonly string[];
}

/** Throws nothing: a folder that cannot be read may have everything. */
function listDevices(): readonly string[] {
  try {
    return readdirSync('/dev');
  } catch {
    return ['dri'];
  }
}
