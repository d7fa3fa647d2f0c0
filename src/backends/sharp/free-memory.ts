/**
 * Frees memory that a native library gave to an array, without waiting for V8. V8 frees such memory with a full collection
 * alone, and makes one for every 64 MiB of it: for each tenth picture of two megapixels, 20 ms, and the compiled code of functions
 * that are not in use at that moment is lost each time.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Transfer = (this: ArrayBufferLike, length: number) => ArrayBuffer;

/** `ArrayBuffer.prototype.transfer`. Node 20 has it behind a flag. Undefined in a runtime without it. */
const transfer = findTransfer();

function findTransfer(): Transfer | undefined {
  const { transfer: known } = ArrayBuffer.prototype as { transfer?: Transfer };
  if (known || !process.versions.v8) return known;
  setFlagsFromString('--harmony-rab-gsab-transfer');
  const found = runInNewContext('ArrayBuffer.prototype.transfer') as Transfer | undefined;
  setFlagsFromString('--no-harmony-rab-gsab-transfer');
  return found;
}

/** Frees an array, which is empty from then on. No native code may still read it. A part of a larger buffer is left alone. */
export function freeMemory({ buffer, byteLength }: ArrayBufferView): void {
  if (byteLength > 0 && byteLength === buffer.byteLength) transfer?.call(buffer, 0);
}
