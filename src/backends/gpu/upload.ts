// Uploads byte arrays of any length. WebGPU writes whole words only.

/** Queues the copy of a view to the start of a buffer. Pads the last word with zeros. */
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
