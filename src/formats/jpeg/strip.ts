/** Takes the metadata out of a JPEG without touching its pixels. */
import type { Limits } from '../../core/limits.ts';
import { hasText } from '../reader.ts';
import { isFrame, MARKER, walkSegments } from './markers.ts';

/** Segments of applications that decide how the pixels look, by marker and the text that they begin with. */
const KEPT: readonly (readonly [marker: number, text: string])[] = [
  [MARKER.APP0, 'JFIF\0'],
  [MARKER.APP2, 'ICC_PROFILE\0'],
  [MARKER.APP14, 'Adobe'],
];

/** Place of the number of components in the payload of a frame (ITU-T T.81 B.2.2). */
const COMPONENTS = 5;

/**
 * The file without comments, without segments of applications such as EXIF and XMP, and without what follows its end
 * marker. Undefined for a file without an end marker, and for one of inks, which not every viewer shows. Throws as `readHeader` does.
 */
export function stripJpeg(bytes: Uint8Array, limits: Limits): Uint8Array | undefined {
  const dropped: [from: number, to: number][] = [];
  let isInks = false;
  const { end } = walkSegments(bytes, limits, ({ marker, payload }) => {
    if (isFrame(marker)) isInks = payload[COMPONENTS] === 4;
    if (!isMetadata(marker, payload)) return;
    const from = payload.byteOffset - bytes.byteOffset;
    dropped.push([from - 4, from + payload.length]);
  });
  if (end === undefined || isInks) return undefined;
  let at = 0;
  const parts = dropped.map(([from, to]) => {
    const part = bytes.subarray(at, from);
    at = to;
    return part;
  });
  return Buffer.concat([...parts, bytes.subarray(at, end + 2)]);
}

function isMetadata(marker: number, payload: Uint8Array): boolean {
  if (marker === MARKER.COM) return true;
  const isApplication = marker >= MARKER.APP0 && marker <= 0xef;
  return isApplication && !KEPT.some(([kept, text]) => kept === marker && hasText(payload, 0, text));
}
