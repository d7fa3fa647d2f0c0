/** Writes numbers of bytes. No DOM. */

/** Bytes in units of 1000, with three digits. */
export function writeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'KB'] : [bytes / 1e6, 'MB'];
  return `${size < 100 ? size.toPrecision(3) : Math.round(size)} ${unit}`;
}

/** The largest whole number of a unit that is within a limit of bytes: 33 MB for 32 MiB. */
export function writeLimit(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.floor(bytes / 1e3)} KB` : `${Math.floor(bytes / 1e6)} MB`;
}
