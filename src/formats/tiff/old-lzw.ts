/** Whether LZW data is older than TIFF 6.0: its clear code, 256 in 9 bits, has the lowest bit first. */
export function isOldLzw(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 && ((bytes[at + 1] ?? 0) & 1) === 1;
}
