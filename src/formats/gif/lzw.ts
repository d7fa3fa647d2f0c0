/** Packs pixels of one colour as GIF's LZW (GIF89a appendix F). */

/** Bits of the least code size, and the codes that it gives a meaning: forget the table, and end. */
const [LEAST_SIZE, CLEAR, END] = [2, 4, 5];

/** The first code of the table, the last code of 12 bits, and the number of bits. */
const [FIRST, LAST, MOST_BITS] = [6, 4095, 12];

/** Bytes of a sub-block at most. */
const BLOCK = 255;

/** The image data of so many pixels of colour 0: the least code size, and sub-blocks. */
export function packZeros(pixels: number): Uint8Array {
  const data: number[] = [];
  let [word, filled] = [0, 0];
  for (const [code, bits] of codesOf(pixels)) {
    word |= code << filled;
    for (filled += bits; filled >= 8; filled -= 8, word >>>= 8) data.push(word & 255);
  }
  if (filled > 0) data.push(word & 255);
  const blocks = [LEAST_SIZE];
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.slice(at, at + BLOCK);
    blocks.push(block.length, ...block);
  }
  return Uint8Array.from([...blocks, 0]);
}

/** Each code, and its bits. Each stands for the pixels of the code before and one more, as long as there are so many. */
function* codesOf(pixels: number): Generator<[code: number, bits: number]> {
  const bits = (next: number) => Math.min(MOST_BITS, 32 - Math.clz32(next));
  yield [CLEAR, bits(FIRST)];
  let [left, next, isFirst] = [pixels, FIRST, true];
  while (left > 0) {
    const length = isFirst ? 1 : Math.min(left, next - FIRST + 2);
    yield [length === 1 ? 0 : FIRST + length - 2, bits(next)];
    left -= length;
    // The reader makes an entry of every code but the first.
    if (!isFirst) next++;
    isFirst = next > LAST;
    if (isFirst) {
      yield [CLEAR, MOST_BITS];
      next = FIRST;
    }
  }
  yield [END, bits(next)];
}
