/** Animations whose frames are opaque while parts of their canvas are transparent. */
import type { Extent } from '../../core/image.ts';
import { DEFAULT_LIMITS, type Limits } from '../../core/limits.ts';
import { Reader } from '../reader.ts';
import { type RiffChunk, riffChunks } from './riff.ts';

/** Flags in the first byte of `VP8X` (RFC 9649 2.7.1). */
const ANIMATION = 0x02;
const ALPHA = 0x10;

/** Flag of `ANMF`: the frame's area becomes transparent again behind it (RFC 9649 2.7.1.1). */
const DISPOSES = 0x01;

/** The place of a frame on the canvas, in pixels. */
export interface FramePlace extends Extent {
  readonly left: number;
  readonly top: number;
  readonly disposes: boolean;
}

/** Reads the place of a frame from its `ANMF` chunk. */
export function readFramePlace(reader: Reader, { start }: Pick<RiffChunk, 'start'>): FramePlace {
  return {
    left: reader.u24(start) * 2,
    top: reader.u24(start + 3) * 2,
    width: reader.u24(start + 6) + 1,
    height: reader.u24(start + 9) + 1,
    disposes: (reader.u8(start + 15) & DISPOSES) !== 0,
  };
}

/**
 * Whether some frame shows the empty canvas: where the first frame does not fill it, or where a frame was cleared and
 * the next one does not cover it. Frames count as opaque.
 */
export function leavesHoles({ width, height }: Extent, frames: readonly FramePlace[]): boolean {
  const [first] = frames;
  if (first && !covers(first, { left: 0, top: 0, width, height })) return true;
  return frames.some((frame, index) => {
    const next = frames[index + 1];
    return frame.disposes && next !== undefined && !covers(next, frame);
  });
}

type Place = Omit<FramePlace, 'disposes'>;

function covers(a: Place, b: Place): boolean {
  return (
    a.left <= b.left &&
    a.top <= b.top &&
    a.left + a.width >= b.left + b.width &&
    a.top + a.height >= b.top + b.height
  );
}

/** The frames of a file that was just written are within the limits. */
const NO_LIMITS: Limits = { ...DEFAULT_LIMITS, segments: Number.POSITIVE_INFINITY };

/**
 * The animation with a head that says that it has transparent pixels, if it leaves holes. libwebp says so only where a
 * frame itself has such pixels, and readers that trust this show holes in black. `bytes` is a file of libwebp.
 */
export function withHolesTold(bytes: Uint8Array): Uint8Array {
  const reader = new Reader(bytes, 'little');
  const [first, ...rest] = riffChunks(reader, 12, 8 + reader.u32(4), NO_LIMITS);
  if (first?.name !== 'VP8X') return bytes;
  const flags = reader.u8(first.start);
  if (!(flags & ANIMATION) || flags & ALPHA) return bytes;
  const canvas = { width: reader.u24(first.start + 4) + 1, height: reader.u24(first.start + 7) + 1 };
  const frames = rest.filter(({ name }) => name === 'ANMF').map((chunk) => readFramePlace(reader, chunk));
  if (!leavesHoles(canvas, frames)) return bytes;
  const told = Uint8Array.from(bytes);
  told[first.start] = flags | ALPHA;
  return told;
}
