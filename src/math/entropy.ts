/** Entropy of a histogram, in bits per value: C. Shannon, "A Mathematical Theory of Communication", 1948. */
export function entropyOf(counts: ArrayLike<number>): number {
  let total = 0;
  for (let value = 0; value < counts.length; value++) total += counts[value] as number;
  let bits = 0;
  for (let value = 0; value < counts.length; value++) {
    const share = (counts[value] as number) / total;
    if (share > 0) bits -= share * Math.log2(share);
  }
  return bits;
}
