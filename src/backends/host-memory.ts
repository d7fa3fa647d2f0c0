/** The pool of main memory for images. */
import { Pool } from './pool.ts';

export type HostMemory = ArrayBuffer;

/**
 * Memory for decoded images and results, shared by all backends. Reusing it matters: allocating 33 MB takes longer
 * than filling it.
 */
export const hostMemory = new Pool<HostMemory>({
  create: (bytes) => new ArrayBuffer(bytes),
  destroy: () => {},
});
