/** Cuts the entropy-coded data of a JPEG into the subsequences that the GPU decodes in parallel. */
import { cutEntropy, type EntropySegment } from '../../../formats/jpeg/entropy.ts';
import type { JpegPicture, JpegScan } from '../../../formats/jpeg/scan.ts';
import type { ScanLayout } from './decode-header.ts';

/** Bytes of a subsequence, and subsequences per workgroup, as in wgsl/codecs/jpeg/decode/header.wgsl. */
export const SUBSEQUENCE = 128;
export const OWNED = 240;

/** Index of the first word of data in its buffer. */
export const DATA = 4;

/** A picture's entropy-coded data, in subsequences. */
export interface DecodeData {
  /**
   * The data to upload: either unstuffed words (`words`), or the file's own bytes (`raw`), which the GPU unstuffs.
   */
  readonly words: Uint32Array<ArrayBuffer> | undefined;
  readonly raw: Uint8Array | undefined;
  /** Segments of each scan. When the GPU unstuffs, they may turn out shorter. */
  readonly segments: readonly (readonly EntropySegment[])[];
  /** First subsequence of each scan. */
  readonly firsts: readonly number[];
  readonly subsequences: number;
}

/** Returns undefined when restart markers are missing. A sequential decoder copes better with such a file. */
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

/** Unstuffs the data of all scans. Each scan starts at a workgroup's first subsequence. */
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
  // Shaders expect the first byte in the highest bits.
  into.subarray(0, end).swap32();
  return { words: words.subarray(0, DATA + end / 4), raw: undefined, segments, firsts, subsequences };
}

function wholeGroups(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / (SUBSEQUENCE * OWNED))) * OWNED;
}
