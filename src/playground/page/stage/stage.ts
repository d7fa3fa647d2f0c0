/** The two pictures, one over the other, with a line between them: zoom, place, values of pixels. */
import { byId } from '../element.ts';
import type { Ranges } from '../ranges.ts';
import { say } from '../say.ts';
import { Divider } from './divider.ts';
import { addGestures, ZOOM } from './gestures.ts';
import type { Layer } from './layer.ts';
import { writePixel } from './numbers.ts';
import { drawValues, type Placed, partAt } from './values.ts';
import { View } from './view.ts';

export type Side = 'before' | 'after';

interface Extent {
  readonly width: number;
  readonly height: number;
}

export class Stage {
  readonly #stage = byId('stage', HTMLElement);
  readonly #sheets = { before: byId('before', HTMLElement), after: byId('after', HTMLElement) };
  readonly #values = byId('values', HTMLCanvasElement);
  readonly #zoom = byId('zoom', HTMLElement);
  readonly #pixel = byId('pixel', HTMLElement);
  readonly #layers: Partial<Record<Side, Layer>> = {};
  readonly #view = new View();
  /** The place on the stage whose pixel is looked at. */
  #pointed: { x: number; y: number } | undefined;
  #telling = 0;
  readonly #divider = new Divider(byId('divider', HTMLElement), () => this.#draw());

  constructor() {
    addGestures(this.#stage, this.#view, () => this.#draw());
    new ResizeObserver(([entry]) => {
      if (entry) this.#view.setStage(entry.contentRect);
      this.#draw();
    }).observe(this.#stage);
    // A finger that taps does not move.
    for (const event of ['pointermove', 'pointerdown'] as const) {
      this.#stage.addEventListener(event, ({ clientX, clientY }) => {
        const { left, top } = this.#stage.getBoundingClientRect();
        this.#pointed = { x: clientX - left, y: clientY - top };
        void this.#tell(this.#pointed);
      });
    }
    this.#stage.addEventListener('pointerleave', ({ pointerType }) => {
      // A finger that is lifted still means the pixel that it touched.
      if (pointerType !== 'mouse') return;
      this.#pointed = undefined;
      this.#telling += 1;
      this.#pixel.textContent = '';
    });
    // For those who move with keys, the pixel in the middle is the one that is looked at.
    this.#stage.addEventListener('keyup', async ({ target }) => {
      if (target !== this.#stage) return;
      const { width, height } = this.#view.stage;
      this.#pointed = { x: width / 2, y: height / 2 };
      await this.#tell(this.#pointed);
      say(this.#pixel.textContent ?? '');
    });
    const change = (id: string, action: () => void) =>
      byId(id, HTMLButtonElement).addEventListener('click', () => {
        action();
        this.#draw();
      });
    change('zoom-in', () => this.#view.zoomTo(this.#view.scale * ZOOM));
    change('zoom-out', () => this.#view.zoomTo(this.#view.scale / ZOOM));
    change('zoom-fit', () => this.#view.fit());
    change('zoom', () => this.#view.zoomTo(1));
  }

  /** Pixels of the screen that the stage covers. */
  get pixels(): number {
    const { width, height } = this.#view.stage;
    return width * height * window.devicePixelRatio ** 2;
  }

  layer(side: Side): Layer | undefined {
    return this.#layers[side];
  }

  /** Shows a layer on one side. The result says how large the picture is: `extent` in pixels of the full picture. */
  show(side: Side, layer: Layer, extent?: Extent): void {
    this.#layers[side]?.close();
    this.#layers[side] = layer;
    this.#sheets[side].replaceChildren(layer.element);
    if (extent) this.#view.setPicture(extent);
    this.#draw();
    if (this.#pointed) void this.#tell(this.#pointed);
  }

  /** Plays animations on both sides from the first frame, so that the same frames lie side by side. */
  restart(): void {
    for (const layer of Object.values(this.#layers)) layer.restart?.();
  }

  /** Shows nothing on one side. */
  clear(side: Side): void {
    this.#layers[side]?.close();
    delete this.#layers[side];
    this.#sheets[side].replaceChildren();
    this.#draw();
  }

  /** Puts the line between the pictures at a part of the stage. */
  divide(split: number): void {
    this.#divider.move(split);
  }

  /** Shows other levels of deep pictures as black and white. */
  setRanges(ranges: Ranges): void {
    for (const side of ['before', 'after'] as const) {
      const layer = this.#layers[side];
      layer?.show?.(ranges.get(layer.samples?.type ?? 'u8', side));
    }
  }

  /** A layer as it lies on the picture: as large as fits, in the middle. */
  #place(layer: Layer): Placed & { scale: number } {
    const { width, height } = this.#view.picture;
    const scale = Math.min(width / layer.width, height / layer.height);
    // The preview of a picture is rounded to whole pixels, and still covers it.
    const isAlike = Math.abs(layer.width / layer.height / (width / height) - 1) < 0.02;
    const across = isAlike ? layer.width / width : 1 / scale;
    const down = isAlike ? layer.height / height : 1 / scale;
    const [left, top] = [(width - layer.width / across) / 2, (height - layer.height / down) / 2];
    return { layer, across, down, left, top, scale };
  }

  #draw(): void {
    const { left, top, scale, stage } = this.#view;
    const line = this.#divider.split * stage.width;
    for (const side of ['before', 'after'] as const) {
      const [sheet, layer] = [this.#sheets[side], this.#layers[side]];
      sheet.style.clipPath =
        side === 'before' ? `inset(0 ${stage.width - line}px 0 0)` : `inset(0 0 0 ${line}px)`;
      if (!layer) continue;
      const placed = this.#place(layer);
      const { style } = layer.element;
      style.width = `${(layer.width / placed.across) * scale}px`;
      style.height = `${(layer.height / placed.down) * scale}px`;
      style.transform = `translate(${left + placed.left * scale}px, ${top + placed.top * scale}px)`;
      layer.element.classList.toggle('pixels', scale / placed.across >= 2);
    }
    if (this.#layers.before) this.#zoom.textContent = `${Math.round(100 * scale)}%`;
    const seen = (side: Side, from: number, to: number) => {
      const layer = this.#layers[side];
      return layer ? [{ placed: this.#place(layer), from, to }] : [];
    };
    void drawValues(this.#values, this.#view, [
      ...seen('before', 0, line),
      ...seen('after', line, stage.width),
    ]);
  }

  /** Says the values of the pixel at a place of the stage, before and after. */
  async #tell({ x, y }: { x: number; y: number }): Promise<void> {
    this.#telling += 1;
    const turn = this.#telling;
    const at = this.#view.pixelAt(x, y);
    const read = async (side: Side) => {
      const layer = this.#layers[side];
      const placed = layer && this.#place(layer);
      const part = placed && partAt(placed, at.x, at.y);
      // A layer that was taken away meanwhile may be unable to tell.
      const samples = part && (await placed.layer.read(part).catch(() => undefined));
      return samples ? writePixel(samples).join(' ') : undefined;
    };
    const [before, after] = await Promise.all([read('before'), read('after')]);
    if (turn !== this.#telling) return;
    const place = `${Math.floor(at.x)}, ${Math.floor(at.y)}`;
    this.#pixel.textContent =
      before === undefined && after === undefined ? '' : `${place}   ${before ?? '–'} → ${after ?? '–'}`;
  }
}
