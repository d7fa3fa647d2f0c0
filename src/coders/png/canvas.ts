/** The canvas of an animated PNG: puts frames on it, and takes them off again (PNG 3rd edition, section 11.3.6.2). */
import { createImage, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { type Samples, WHITE } from '../../core/pixel.ts';
import type { PngFrame } from '../../formats/png/animation.ts';
import { type InPieces, inPieces } from '../pauses.ts';

type Rectangle = Pick<PngFrame, 'left' | 'top' | 'width' | 'height'>;

/** The disposal of a frame before the next one is drawn: clear its rectangle, or restore the earlier samples. */
interface Pending {
  readonly frame: PngFrame;
  readonly before: readonly Samples[] | undefined;
}

/** A frame that has been shown is disposed of when the next one comes. */
export class Canvas {
  readonly image: Image;
  #pending: Pending | undefined;

  /** Transparent black, where the shape has alpha. */
  constructor(shape: Shape) {
    this.image = createImage(shape);
  }

  /** Disposes of the frame before, and puts a frame's picture in its place. The picture may lack the canvas's alpha. */
  *put(frame: PngFrame, picture: Image, isFirst: boolean): InPieces<void> {
    yield* this.#dispose();
    this.#pending = this.#pendingOf(frame, isFirst);
    const { channels: from, data } = picture;
    const draw = frame.blend === 'over' && hasAlpha(from) ? blendRow : copyRow;
    const depth = { from, to: this.image.channels, white: WHITE[this.image.type] };
    const length = frame.width * from;
    yield* inPieces(frame.height, length, (start, end) => {
      for (let y = start; y < end; y++)
        draw(data.subarray(y * length, (y + 1) * length), this.#row(frame, y), depth);
    });
  }

  #row({ left, top, width }: Rectangle, y: number): Samples {
    const { data, channels, width: across } = this.image;
    const start = ((top + y) * across + left) * channels;
    return data.subarray(start, start + width * channels);
  }

  /** Before the first frame the canvas is transparent black, so that is the earliest state to restore. */
  #pendingOf(frame: PngFrame, isFirst: boolean): Pending | undefined {
    if (frame.dispose === 'none') return undefined;
    if (frame.dispose === 'background' || isFirst) return { frame, before: undefined };
    return { frame, before: Array.from({ length: frame.height }, (_, y) => this.#row(frame, y).slice()) };
  }

  *#dispose(): InPieces<void> {
    if (!this.#pending) return;
    const { frame, before } = this.#pending;
    yield* inPieces(frame.height, frame.width * this.image.channels, (start, end) => {
      for (let y = start; y < end; y++) {
        const row = before?.[y];
        if (row) this.#row(frame, y).set(row);
        else this.#row(frame, y).fill(0);
      }
    });
  }
}

interface Depth {
  /** Channels of the frame and of the canvas, which has as many or an alpha more. */
  readonly from: number;
  readonly to: number;
  readonly white: number;
}

function copyRow(source: Samples, goal: Samples, { from, to, white }: Depth): void {
  if (from === to) {
    goal.set(source);
    return;
  }
  for (let read = 0, write = 0; read < source.length; read += from, write += to) {
    for (let channel = 0; channel < from; channel++) goal[write + channel] = source[read + channel] as number;
    goal[write + from] = white;
  }
}

/** The `over` of section 13.16, on colours that are not premultiplied. Both rows have alpha. */
function blendRow(source: Samples, goal: Samples, { to: channels, white }: Depth): void {
  const alpha = channels - 1;
  for (let at = 0; at < source.length; at += channels) {
    const above = source[at + alpha] as number;
    if (above === 0) continue;
    const below = (white - above) * (goal[at + alpha] as number);
    const total = above * white + below;
    for (let channel = 0; channel < alpha; channel++) {
      const sum = (source[at + channel] as number) * above * white + (goal[at + channel] as number) * below;
      goal[at + channel] = Math.round(sum / total);
    }
    goal[at + alpha] = Math.round(total / white);
  }
}
