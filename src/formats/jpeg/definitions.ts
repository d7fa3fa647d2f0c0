/** Tables that a JPEG defines: DQT and DHT segments. */
import { corrupt } from '../checks.ts';
import { Reader } from '../reader.ts';
import { BLOCK, type HuffmanSpec } from './tables.ts';

/** Highest slot number of a table. */
const LAST_SLOT = 3;

/** Quantisation steps in zig-zag order, by slot. */
export type QuantisationSlots = Map<number, Uint16Array>;

/** Huffman tables by the segment's slot byte: 0 to 15 for DC, 16 to 31 for AC. */
export type HuffmanSlots = Map<number, HuffmanSpec>;

/** Reads a DQT segment (ITU-T T.81 B.2.4.1): one or more tables of 8 or 16 bits. */
export function readQuantisation(payload: Uint8Array, slots: QuantisationSlots): void {
  const reader = new Reader(payload, 'big');
  for (let at = 0; at < reader.length; ) {
    const head = reader.u8(at++);
    const wide = head >> 4 !== 0;
    if ((head & 15) > LAST_SLOT) throw corrupt('The picture has too many quantisation tables');
    const steps = Uint16Array.from({ length: BLOCK }, (_, k) =>
      wide ? reader.u16(at + 2 * k) : reader.u8(at + k),
    );
    slots.set(head & 15, steps);
    at += wide ? 2 * BLOCK : BLOCK;
  }
}

/** Reads a DHT segment (ITU-T T.81 B.2.4.2). Throws `corrupt-image` when the codes are not a prefix code. */
export function readHuffman(payload: Uint8Array, slots: HuffmanSlots): void {
  const reader = new Reader(payload, 'big');
  for (let at = 0; at < reader.length; ) {
    const head = reader.u8(at);
    if ((head & 0xef) > LAST_SLOT) throw corrupt('The picture has too many Huffman tables');
    reader.need(at + 1, 16);
    const counts = Uint8Array.from(payload.subarray(at + 1, at + 17));
    const total = counts.reduce((sum, count) => sum + count, 0);
    reader.need(at + 17, total);
    if (total > 256 || !isPrefixCode(counts)) throw corrupt('The picture has an impossible Huffman table');
    slots.set(head, { counts, symbols: Uint8Array.from(payload.subarray(at + 17, at + 17 + total)) });
    at += 17 + total;
  }
}

/** Whether so many codes of 1 to 16 bits form a prefix code. */
function isPrefixCode(counts: Uint8Array): boolean {
  let code = 0;
  for (const [index, count] of counts.entries()) {
    code += count;
    if (code > 2 ** (index + 1)) return false;
    code *= 2;
  }
  return true;
}
