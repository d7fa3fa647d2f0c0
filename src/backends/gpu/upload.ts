// Queues copies of bytes of any length into buffers, which take whole words.

/** Queues the copy of a view's bytes to the beginning of a buffer, filled up to whole words with zeros. */
export function uploadBytes(
  queue: GPUQueue,
  buffer: GPUBuffer,
  { buffer: memory, byteOffset, byteLength }: ArrayBufferView,
): void {
  const whole = Math.floor(byteLength / 4) * 4;
  if (whole > 0) queue.writeBuffer(buffer, 0, memory as ArrayBuffer, byteOffset, whole);
  if (whole === byteLength) return;
  const rest = new Uint8Array(4);
  rest.set(new Uint8Array(memory, byteOffset + whole, byteLength - whole));
  queue.writeBuffer(buffer, whole, rest);
}
