/** Reads the headers of WebP's bitstreams. */
import type { Extent } from '../../core/image.ts';
import { corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';
import type { RiffChunk } from './riff.ts';

export interface Bitstream extends Extent {
  readonly alpha: boolean;
}

/** The header of a `VP8 ` (RFC 6386 9.1) or `VP8L` (RFC 9649 3.4) bitstream. Throws `corrupt-image` for another chunk. */
export function readBitstream(reader: Reader, { name, start }: RiffChunk): Bitstream {
  if (name === 'VP8 ') {
    const keyFrame = (reader.u8(start) & 1) === 0;
    if (!keyFrame || reader.u24(start + 3) !== 0x2a019d) throw corrupt('The picture has no key frame');
    const [width, height] = [reader.u16(start + 6) & 0x3fff, reader.u16(start + 8) & 0x3fff];
    return { width, height, alpha: false };
  }
  if (name !== 'VP8L') throw corrupt('The picture does not start with pixel data');
  const bits = reader.u32(start + 1);
  // 0x2f is the signature; the top three bits are the version, which is 0.
  if (reader.u8(start) !== 0x2f || bits >>> 29 !== 0) throw corrupt('The picture has no known version');
  const [width, height] = [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  return { width, height, alpha: ((bits >>> 28) & 1) === 1 };
}
