/** Copies samples out of shared memory: the GPU's driver crashes on it, and another thread could change it. */
import { types } from 'node:util';
import type { Image } from '../core/image.ts';

/** The bytes or the image unchanged, or a copy if their memory is a `SharedArrayBuffer`. */
export function withoutSharing<Memory extends Uint8Array | Image>(memory: Memory): Memory {
  if (memory instanceof Uint8Array) return (isShared(memory) ? Uint8Array.from(memory) : memory) as Memory;
  const { data } = memory;
  return ArrayBuffer.isView(data) && isShared(data) ? { ...memory, data: data.slice() } : memory;
}

function isShared({ buffer }: ArrayBufferView): boolean {
  return types.isSharedArrayBuffer(buffer);
}
