/** Peak signal-to-noise ratio of 8-bit samples in dB; `Infinity` where they are equal. */
export function psnr(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} samples cannot be compared with ${b.length}`);
  let squares = 0;
  for (let at = 0; at < a.length; at++) squares += ((a[at] as number) - (b[at] as number)) ** 2;
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}
