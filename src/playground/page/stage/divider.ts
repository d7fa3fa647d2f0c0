/** The line between the two pictures: a slider for mouse, fingers and keys. */

/** Part of the stage for each press of an arrow key. */
const STEP = 0.02;

export class Divider {
  /** Part of the stage that lies left of the line. */
  split = 0.5;
  readonly #line: HTMLElement;
  readonly #changed: () => void;

  constructor(line: HTMLElement, changed: () => void) {
    this.#line = line;
    this.#changed = changed;
    const stage = line.parentElement as HTMLElement;
    line.addEventListener('pointerdown', (event) => {
      line.setPointerCapture(event.pointerId);
      event.preventDefault();
      line.focus();
    });
    line.addEventListener('pointermove', (event) => {
      if (!line.hasPointerCapture(event.pointerId)) return;
      const { left, width } = stage.getBoundingClientRect();
      this.move((event.clientX - left) / width);
    });
    line.addEventListener('keydown', (event) => {
      const places: Readonly<Record<string, number>> = {
        ArrowLeft: this.split - STEP,
        ArrowDown: this.split - STEP,
        ArrowRight: this.split + STEP,
        ArrowUp: this.split + STEP,
        Home: 0,
        End: 1,
      };
      const place = places[event.key];
      if (place === undefined) return;
      event.preventDefault();
      this.move(place);
    });
  }

  move(split: number): void {
    this.split = Math.min(1, Math.max(0, split));
    const percent = Math.round(100 * this.split);
    this.#line.style.left = `${100 * this.split}%`;
    this.#line.setAttribute('aria-valuenow', String(percent));
    this.#changed();
  }
}
