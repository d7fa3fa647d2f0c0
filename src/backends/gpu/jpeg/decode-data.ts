import { cutEntropy, type EntropySegment } from '../../../formats/jpeg/entropy.ts';
import type { JpegPicture, JpegScan } from '../../../formats/jpeg/scan.ts';
import type { ScanLayout } from './decode-header.ts';

/** Bytes of a subsequence, and how many a workgroup owns: as in wgsl/codecs/jpeg/decode/header.wgsl. */
export const SUBSEQUENCE = 128;
export const OWNED = 240;

/** Word of the data's buffer where they begin. */
export const DATA = 4;

/** The entropy-coded data of a picture, in subsequences. */
export interface DecodeData {
  /** What is uploaded: words for the shaders, or bytes as they are in the file, which the GPU makes words of. */
  readonly words: Uint32Array<ArrayBuffer> | undefined;
  readonly raw: Uint8Array | undefined;
  /** The segments of each scan; where the GPU makes the words they may turn out shorter. */
  readonly segments: readonly (readonly EntropySegment[])[];
  /** The first subsequence of each scan. */
  readonly firsts: readonly number[];
  readonly subsequences: number;
}

/**
 * Undefined where restart markers are missing: a decoder that goes through the data in order makes the
 * best of it.
 */
export function takeData(
  bytes: Uint8Array,
  picture: JpegPicture,
  scans: readonly ScanLayout[],
): DecodeData | undefined {
  const [scan] = picture.scans;
  if (!scan || picture.scans.length > 1 || scans[0]?.segments !== 1) return cutScans(bytes, scans);
  return takeWhole(bytes, scan);
}

function takeWhole(bytes: Uint8Array, { at, end }: JpegScan): DecodeData {
  return {
    words: undefined,
    raw: bytes.subarray(at, end),
    segments: [[{ offset: 0, bytes: end - at }]],
    firsts: [0],
    subsequences: wholeGroups(end - at),
  };
}

/** Cuts the data of all scans; each begins with a workgroup's first subsequence. */
function cutScans(bytes: Uint8Array, scans: readonly ScanLayout[]): DecodeData | undefined {
  const segments: (readonly EntropySegment[])[] = [];
  const firsts: number[] = [];
  const count = scans.reduce((total, scan) => total + scan.segments, 0);
  const room = bytes.length + SUBSEQUENCE * (count + 1 + scans.length * OWNED);
  const words = new Uint32Array(DATA + Math.ceil(room / 4));
  const into = Buffer.from(words.buffer, 4 * DATA);
  let subsequences = 0;
  for (const { at, segments: expected } of scans) {
    firsts.push(subsequences);
    const cut = cutEntropy(bytes, at, into, SUBSEQUENCE * subsequences, {
      count: expected,
      align: SUBSEQUENCE,
    });
    if (!cut) return undefined;
    segments.push(cut.segments);
    subsequences = wholeGroups(cut.end);
  }
  const end = SUBSEQUENCE * subsequences;
  // The shaders take the first bytes as the highest.
  into.subarray(0, end).swap32();
  return { words: words.subarray(0, DATA + end / 4), raw: undefined, segments, firsts, subsequences };
}

function wholeGroups(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / (SUBSEQUENCE * OWNED))) * OWNED;
}
