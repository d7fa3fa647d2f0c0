import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt, truncated } from '../checks.ts';
import { Reader } from '../reader.ts';

/** Marker codes of ITU-T T.81 table B.1, without the leading 0xff. */
export const MARKER = {
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DQT: 0xdb,
  APP1: 0xe1,
  APP0: 0xe0,
  APP2: 0xe2,
  APP14: 0xee,
} as const;

/** One marker segment: its code, and its payload without marker and length. */
export interface Segment {
  readonly marker: number;
  readonly payload: Uint8Array;
}

export interface Walk {
  readonly scans: number;
  /** Bytes between the scan headers and the next segments: all that can hold coefficients. */
  readonly entropyBytes: number;
}

/**
 * Calls `visit` for every segment up to the end-of-image marker, in time linear in the bytes. Throws
 * `segment-limit` or `scan-limit` on the way, and `truncated-image` where that marker is missing.
 */
export function walkSegments(bytes: Uint8Array, limits: Limits, visit: (segment: Segment) => void): Walk {
  const reader = new Reader(bytes, 'big');
  // A Buffer's `indexOf` is memchr, five times as fast as that of a plain array.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [at, segments, scans, entropyBytes] = [2, 0, 0, 0];
  for (;;) {
    const next = findMarker(buffer, at);
    if (next < 0) throw truncated('The picture has no end marker');
    if (scans > 0) entropyBytes += next - at;
    const marker = reader.u8(next + 1);
    if (marker === MARKER.EOI) return { scans, entropyBytes };
    checkCount('segment-limit', ++segments, limits);
    const length = reader.u16(next + 2);
    if (length < 2) throw corrupt('A segment of the picture has an impossible length');
    at = next + 2 + length;
    reader.need(next + 4, length - 2);
    if (marker === MARKER.SOS) checkCount('scan-limit', ++scans, limits);
    visit({ marker, payload: bytes.subarray(next + 4, at) });
  }
}

/** Bytes that are looked at here before memchr is called, which takes as long as ten or twenty of them. */
const NEAR = 4;

/** Offset of the next marker that is more than a stuffed zero, a restart, or padding; -1 for none. */
function findMarker(bytes: Buffer, from: number): number {
  const last = bytes.length - 1;
  for (let at = from; at < last; ) {
    const near = Math.min(last, at + NEAR);
    while (at < near && bytes[at] !== 0xff) at++;
    if (bytes[at] !== 0xff) at = bytes.indexOf(0xff, at);
    if (at < 0 || at >= last) return -1;
    const code = bytes[at + 1] ?? 0;
    if (code === 0xff) at += 1;
    else if (standsAlone(code)) at += 2;
    else return at;
  }
  return -1;
}

function standsAlone(code: number): boolean {
  // 0x00 is a stuffed byte of data, 0x01 is TEM, 0xd0 to 0xd7 are restart markers.
  return code <= 0x01 || (code >= 0xd0 && code <= 0xd7) || code === MARKER.SOI;
}
