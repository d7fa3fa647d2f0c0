/** IPTC in a JPEG: a resource of Photoshop (Adobe Photoshop file formats specification, image resources section). */
import { hasText, Reader } from '../reader.ts';

/** What a segment with resources begins with. */
export const PHOTOSHOP = 'Photoshop 3.0\0';

/** The number of the resource that holds IPTC. */
const IPTC = 0x0404;

/** Resources that are looked at, at most: Photoshop writes about twenty. */
const MOST = 200;

/** The IPTC of a segment's payload. Undefined when there is none, or when the resources before it lie. Never throws. */
export function iptcOf(payload: Uint8Array): Uint8Array | undefined {
  const reader = new Reader(payload, 'big');
  let at = PHOTOSHOP.length;
  for (let count = 0; count < MOST && at + 12 <= payload.length; count++) {
    if (!hasText(payload, at, '8BIM')) return undefined;
    const id = reader.u16(at + 4);
    // A name with its length in front, and a length of 32 bits, at even places.
    const size = at + 6 + evenly(1 + reader.u8(at + 6));
    if (size + 4 > payload.length) return undefined;
    const [start, length] = [size + 4, reader.u32(size)];
    if (start + length > payload.length) return undefined;
    if (id === IPTC) return payload.subarray(start, start + length);
    at = start + evenly(length);
  }
  return undefined;
}

/** A resource with IPTC, without a name. */
export function iptcResource(iptc: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.write('8BIM', 'latin1');
  head.writeUInt16BE(IPTC, 4);
  head.writeUInt32BE(iptc.length, 8);
  return Buffer.concat([head, iptc, Buffer.alloc(iptc.length & 1)]);
}

function evenly(length: number): number {
  return length + (length & 1);
}
