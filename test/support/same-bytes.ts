/** Whether two arrays hold the same bytes in elements of the same kind, which is quicker than to ask for each element. */
export function haveSameBytes(one: ArrayBufferView, other: ArrayBufferView): boolean {
  return one.constructor === other.constructor && bytesOf(one).equals(bytesOf(other));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
