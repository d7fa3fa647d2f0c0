/** Reads the animation of a PNG: where its frames lie, and how each is shown (PNG 3rd edition, section 11.3.6). */
import { isNoirError } from '../../core/errors.ts';
import { type Extent, hasAlpha } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Channels } from '../../core/pixel.ts';
import { checkCount, corrupt } from '../checks.ts';
import { Reader } from '../reader.ts';
import { type Chunk, pngChunks } from './chunks.ts';

/** Disposals of a frame's rectangle before the next frame, by the number in its control chunk. */
const DISPOSALS = ['none', 'background', 'previous'] as const;

/** Blend modes of a frame, by the number in its control chunk. */
const BLENDS = ['source', 'over'] as const;

/** A frame: a rectangle of the canvas, and its compressed pixel data. */
export interface PngFrame extends Extent {
  readonly left: number;
  readonly top: number;
  /** Milliseconds, perhaps with a fraction. */
  readonly delay: number;
  readonly dispose: (typeof DISPOSALS)[number];
  readonly blend: (typeof BLENDS)[number];
  readonly data: readonly Uint8Array[];
}

export interface PngAnimation {
  readonly frames: readonly PngFrame[];
  /** How many times the frames are played; 0 for ever. */
  readonly loop: number;
  /** Whether the still picture is none of the frames. It is for decoders that know no animation. */
  readonly hidesStill: boolean;
}

/** The animation of a PNG: its frames, or the reason why they cannot be shown. */
export type ReadAnimation =
  | ({ readonly kind: 'frames' } & PngAnimation)
  /** `count` is the number of frames that the file promises. */
  | { readonly kind: 'damaged'; readonly count: number; readonly reason: string };

/**
 * The animation on a canvas. Undefined without one. If its chunks contradict the standard, decoders show the still
 * picture alone, so this is no error. Throws `frame-limit`, and the errors of `pngChunks`.
 */
export function readPngAnimation(
  bytes: Uint8Array,
  canvas: Extent,
  limits: Limits,
): ReadAnimation | undefined {
  const parser = new AnimationParser(canvas, limits);
  try {
    for (const chunk of pngChunks(bytes, limits)) parser.take(chunk);
    return parser.finish();
  } catch (error) {
    const { count } = parser;
    if (!isNoirError(error) || error.code !== 'corrupt-image' || count === undefined) throw error;
    return { kind: 'damaged', count, reason: error.message };
  }
}

/**
 * Channels of the frames on their canvas, which is transparent where no frame has painted, when the frames themselves
 * have so many.
 */
export function animatedChannels({ frames }: PngAnimation, canvas: Extent, channels: Channels): Channels {
  if (hasAlpha(channels)) return channels;
  const opaque = frames.every((frame, index) => {
    if (index === 0) return fills(frame, canvas) && frame.dispose === 'none';
    return frame.dispose !== 'background' || index === frames.length - 1;
  });
  return opaque ? channels : ((channels + 1) as Channels);
}

/** Whether a frame covers the whole canvas. */
export function fills({ width, height }: Extent, canvas: Extent): boolean {
  return width === canvas.width && height === canvas.height;
}

interface OpenFrame extends Omit<PngFrame, 'data'> {
  readonly data: Uint8Array[];
}

class AnimationParser {
  readonly #canvas: Extent;
  readonly #limits: Limits;
  readonly #frames: OpenFrame[] = [];
  /** The number of frames that `acTL` promises. */
  count: number | undefined;
  #loop = 0;
  /** The control chunk of the first frame, if it comes before the one of the animation, which the standard allows. */
  #early: Uint8Array | undefined;
  #sequence = 0;
  #started = false;
  #hidesStill = false;

  constructor(canvas: Extent, limits: Limits) {
    this.#canvas = canvas;
    this.#limits = limits;
  }

  take({ type, data }: Chunk): void {
    if (type === 'IDAT') this.#takeStill(data);
    else if (type === 'acTL') this.#takeControl(new Reader(data, 'big'));
    else if (this.count === undefined) {
      if (type === 'fcTL' && !this.#started) this.#early ??= data;
    } else if (type === 'fcTL') this.#takeFrame(new Reader(data, 'big'));
    else if (type === 'fdAT') this.#takeData(data);
  }

  finish(): ReadAnimation | undefined {
    if (this.count === undefined) return undefined;
    this.#closeFrame();
    // As in Chromium, extra frames are dropped, and a file with fewer frames than promised shows those it has.
    const frames = this.#frames.slice(0, this.count);
    return { kind: 'frames', frames, loop: this.#loop, hidesStill: this.#hidesStill };
  }

  #takeControl(reader: Reader): void {
    // A control chunk after the still picture makes no animation, and only the first one counts.
    if (this.#started || this.count !== undefined || reader.length !== 8) return;
    const count = reader.u32(0);
    if (count === 0 || count > 0x7fffffff) return;
    this.count = count;
    this.#loop = reader.u32(4);
    if (this.#early) this.#takeFrame(new Reader(this.#early, 'big'));
  }

  /** The still picture is the first frame when a frame was announced before it. */
  #takeStill(data: Uint8Array): void {
    if (!this.#started) this.#hidesStill = this.#frames.length === 0;
    this.#started = true;
    if (!this.#hidesStill) this.#frames[0]?.data.push(data);
  }

  #takeFrame(reader: Reader): void {
    this.#checkSequence(exactly(reader, 26).u32(0));
    this.#closeFrame();
    checkCount('frame-limit', this.#frames.length + 1, this.#limits);
    const [width, height, left, top] = [4, 8, 12, 16].map((at) => reader.u32(at)) as [
      number,
      number,
      number,
      number,
    ];
    const inside = left + width <= this.#canvas.width && top + height <= this.#canvas.height;
    if (width < 1 || height < 1 || !inside) throw corrupt('A frame of the picture leaves its canvas');
    if (!this.#started && !fills({ width, height }, this.#canvas))
      throw corrupt('The first frame of the picture does not fill its canvas');
    const [dispose, blend] = [DISPOSALS[reader.u8(24)], BLENDS[reader.u8(25)]];
    if (!dispose || !blend) throw corrupt('A frame of the picture is put on its canvas in an unknown way');
    const delay = (1000 * reader.u16(20)) / (reader.u16(22) || 100);
    this.#frames.push({ width, height, left, top, delay, dispose, blend, data: [] });
  }

  #takeData(data: Uint8Array): void {
    this.#checkSequence(new Reader(data, 'big').u32(0));
    const frame = this.#frames.at(-1);
    if (!this.#started || !frame) throw corrupt('A frame of the picture has no control chunk');
    frame.data.push(data.subarray(4));
  }

  #checkSequence(number: number): void {
    if (number !== this.#sequence) throw corrupt('The frames of the picture are out of order');
    this.#sequence++;
  }

  #closeFrame(): void {
    if (this.#frames.at(-1)?.data.length === 0) throw corrupt('A frame of the picture has no pixel data');
  }
}

function exactly(reader: Reader, length: number): Reader {
  if (reader.length !== length) throw corrupt('The animation of the picture is damaged');
  return reader;
}
