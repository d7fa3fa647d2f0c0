import { Pool } from './pool.ts';

export type HostMemory = ArrayBuffer;

/**
 * Main memory for decoded and finished pictures, shared by all backends: allocating 33 MB costs more
 * than filling it.
 */
export const hostMemory = new Pool<HostMemory>({
  create: (bytes) => new ArrayBuffer(bytes),
  destroy: () => {},
});
