/** Reads the frame of the first JPEG of a page that is packed as JPEG. */
import { isNoirError } from '../../core/errors.ts';
import { DEFAULT_LIMITS } from '../../core/limits.ts';
import { isFrame, walkSegments } from '../jpeg/markers.ts';
import type { TiffLayout } from './layout.ts';

interface JpegPart {
  readonly progressive: boolean;
  /** Columns and rows that share their chroma. */
  readonly shared: readonly [columns: number, rows: number];
}

const PROGRESSIVE = [0xc2, 0xca];

/** Offset of the first component's sampling in the payload of a frame (ITU-T T.81 B.2.2). */
const SAMPLING = 7;

/** Undefined where the JPEG cannot be read so far. Its decoder tells what is wrong with it. */
export function readJpegPart(bytes: Uint8Array, { parts }: Pick<TiffLayout, 'parts'>): JpegPart | undefined {
  const [offset = 0, count = 0] = [parts.offsets[0], parts.counts[0]];
  let found: JpegPart | undefined;
  const visit = ({ marker, payload }: { readonly marker: number; readonly payload: Uint8Array }) => {
    if (!isFrame(marker)) return;
    const sampling = payload[SAMPLING] ?? 0x11;
    found ??= { progressive: PROGRESSIVE.includes(marker), shared: [sampling >> 4, sampling & 15] };
  };
  try {
    walkSegments(bytes.subarray(offset, offset + count), DEFAULT_LIMITS, visit, 'beginning');
  } catch (error) {
    if (!isNoirError(error)) throw error;
  }
  return found;
}
