/** Which part of a picture is seen, and how large: zoom and place, in CSS pixels. No DOM. */

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels for each pixel of the picture at most, and the steps of the zoom buttons. */
const LARGEST = 96;
const SMALLEST = 0.02;

/** Pixels of the picture may be so much larger where it is fitted: icons are small. */
const LARGEST_FIT = 8;

/** CSS pixels along the longer side of a fitted picture that few pixels may be enlarged further for. */
const LEAST_SEEN = 160;

export class View {
  /** The stage, in CSS pixels. */
  #stage: Extent = { width: 1, height: 1 };
  /** The picture, in its own pixels. */
  #picture: Extent = { width: 1, height: 1 };
  #fitted = true;
  scale = 1;
  /** The place of the picture's upper left corner on the stage. */
  left = 0;
  top = 0;

  get picture(): Extent {
    return this.#picture;
  }

  get stage(): Extent {
    return this.#stage;
  }

  setStage(stage: Extent): void {
    const before = this.#stage;
    this.#stage = stage;
    if (this.#fitted) {
      this.fit();
      return;
    }
    // What is in the middle stays there.
    this.left += (stage.width - before.width) / 2;
    this.top += (stage.height - before.height) / 2;
    this.#keepInside();
  }

  /** Takes another picture. What is in the middle of the stage stays there. */
  setPicture(picture: Extent): void {
    const before = this.#picture;
    this.#picture = picture;
    if (this.#fitted) {
      this.fit();
      return;
    }
    this.scale = limit((this.scale * before.width) / picture.width);
    this.#keepInside();
  }

  fit(): void {
    this.#fitted = true;
    const { width, height } = this.#stage;
    const scale = Math.min(width / this.#picture.width, height / this.#picture.height);
    const seen = LEAST_SEEN / Math.max(this.#picture.width, this.#picture.height);
    this.scale = Math.min(Math.max(scale, SMALLEST), Math.max(LARGEST_FIT, Math.min(LARGEST, seen)));
    this.left = (width - this.#picture.width * this.scale) / 2;
    this.top = (height - this.#picture.height * this.scale) / 2;
  }

  /** Zooms to `scale`; the point of the stage stays where it is, which is the middle unless given. */
  zoomTo(scale: number, x = this.#stage.width / 2, y = this.#stage.height / 2): void {
    const wanted = limit(scale);
    const factor = wanted / this.scale;
    this.#fitted = false;
    this.left = x - (x - this.left) * factor;
    this.top = y - (y - this.top) * factor;
    this.scale = wanted;
    this.#keepInside();
  }

  moveBy(x: number, y: number): void {
    this.#fitted = false;
    this.left += x;
    this.top += y;
    this.#keepInside();
  }

  /** The pixel of the picture under a point of the stage, perhaps one outside. */
  pixelAt(x: number, y: number): { x: number; y: number } {
    return { x: (x - this.left) / this.scale, y: (y - this.top) / this.scale };
  }

  /** Some of the picture always stays on the stage: a smaller one in the middle, a larger one over all of it. */
  #keepInside(): void {
    this.left = keep(this.left, this.#stage.width, this.#picture.width * this.scale);
    this.top = keep(this.top, this.#stage.height, this.#picture.height * this.scale);
  }
}

function limit(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}

function keep(start: number, stage: number, length: number): number {
  if (length <= stage) return (stage - length) / 2;
  return Math.min(0, Math.max(stage - length, start));
}
