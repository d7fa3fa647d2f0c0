/** The control for the points of a curve: a graph whose points are dragged, above their numbers. */
import { interpolate, knotsOf } from '../../../math/monotone-cubic.ts';
import { say } from '../say.ts';
import { addPoint, movePoint, nearestPoint, type Point, readPoints, writePoints } from './curve-points.ts';
import type { Control, Setting } from './row.ts';
import { listControl } from './text.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Units of the drawing along a side, and around it, so that points at the edge are seen whole. */
const SIDE = 200;
const EDGE = 8;

/** Part of the side within which a press means a point that is there. */
const NEAR = 0.07;

/** Part of the side for each press of an arrow key; with Shift ten times as much. */
const STEP = 0.01;

export function curveControl(setting: Setting): Control {
  const list = listControl(setting);
  const most = (setting.field.maxItems ?? 16) / 2;
  const graph = new Graph(most, (points) => setting.change(writePoints(points)));
  list.element.querySelector('textarea')?.before(graph.element);
  return {
    ...list,
    show(value) {
      list.show(value);
      graph.show(readPoints(value ?? setting.field.default));
    },
  };
}

class Graph {
  readonly element = shape('svg', {
    class: 'curve',
    viewBox: `${-EDGE} ${-EDGE} ${SIDE + 2 * EDGE} ${SIDE + 2 * EDGE}`,
    role: 'group',
    'aria-label':
      'Curve. Press on it to add a point; drag a point, or move it with the arrow keys; Delete removes it.',
  });
  readonly #line = shape('path', { class: 'line' });
  readonly #most: number;
  readonly #change: (points: readonly Point[]) => void;
  #handles: SVGElement[] = [];
  #points: readonly Point[] = [];
  #dragged: number | undefined;

  constructor(most: number, change: (points: readonly Point[]) => void) {
    this.#most = most;
    this.#change = change;
    const grid = [0.25, 0.5, 0.75].map((at) => `M${at * SIDE} 0v${SIDE}M0 ${at * SIDE}h${SIDE}`).join('');
    this.element.append(
      shape('path', { class: 'grid', d: `M0 0h${SIDE}v${SIDE}h${-SIDE}zM0 ${SIDE}L${SIDE} 0${grid}` }),
      this.#line,
    );
    this.element.addEventListener('pointerdown', (event) => this.#press(event));
    this.element.addEventListener('pointermove', (event) => {
      if (this.#dragged !== undefined) this.#move(this.#dragged, this.#placeOf(event));
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      this.element.addEventListener(end, () => {
        this.#dragged = undefined;
      });
    }
    this.element.addEventListener('dblclick', (event) => {
      const at = nearestPoint(this.#points, this.#placeOf(event), NEAR);
      if (at !== undefined) this.#remove(at);
    });
  }

  /** Draws the points; nothing for numbers that are no curve. */
  show(points: readonly Point[] = []): void {
    this.#points = points;
    while (this.#handles.length > points.length) this.#handles.pop()?.remove();
    while (this.#handles.length < points.length) this.#handles.push(this.#makeHandle(this.#handles.length));
    for (const [at, point] of points.entries())
      place(this.#handles[at] as SVGElement, point, at, points.length);
    const follow = points.length < 2 ? undefined : interpolate(knotsOf(writePoints(points)));
    const line = Array.from(
      { length: 101 },
      (_, at) => `${(at / 100) * SIDE} ${(1 - (follow?.(at / 100) ?? 0)) * SIDE}`,
    );
    this.#line.setAttribute('d', follow ? `M${line.join('L')}` : '');
  }

  #makeHandle(at: number): SVGElement {
    const handle = shape('circle', {
      r: 6,
      tabindex: 0,
      role: 'slider',
      'aria-valuemin': 0,
      'aria-valuemax': 1,
    });
    handle.addEventListener('keydown', (event) => this.#key(event, at));
    this.element.append(handle);
    return handle;
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const to = this.#placeOf(event);
    let at = nearestPoint(this.#points, to, NEAR);
    if (at === undefined && this.#points.length < this.#most) {
      const added = addPoint(this.#points, to);
      at = added?.at;
      if (added) this.#change(added.points);
    }
    if (at === undefined) return;
    this.#dragged = at;
    this.element.setPointerCapture(event.pointerId);
    this.#handles[at]?.focus();
  }

  #key(event: KeyboardEvent, at: number): void {
    const { x, y } = this.#points[at] as Point;
    const step = event.shiftKey ? 10 * STEP : STEP;
    const places: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: x - step, y },
      ArrowRight: { x: x + step, y },
      ArrowDown: { x, y: y - step },
      ArrowUp: { x, y: y + step },
    };
    const to = places[event.key];
    if (to) this.#move(at, to);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#remove(at);
    else if (event.key === '+') this.#split(at);
    else return;
    event.preventDefault();
  }

  #move(at: number, to: Point): void {
    this.#change(movePoint(this.#points, at, to));
  }

  /** Adds a point between this one and the next. */
  #split(at: number): void {
    const next = this.#points[at + 1];
    if (!next || this.#points.length >= this.#most) return;
    const x = ((this.#points[at] as Point).x + next.x) / 2;
    const added = addPoint(this.#points, { x, y: interpolate(knotsOf(writePoints(this.#points)))(x) });
    if (!added) return;
    this.#change(added.points);
    this.#handles[added.at]?.focus();
    say(`Point ${added.at + 1} is new`);
  }

  #remove(at: number): void {
    if (this.#points.length <= 2) return;
    this.#change(this.#points.toSpliced(at, 1));
    this.#handles[Math.min(at, this.#points.length - 1)]?.focus();
    say(`${this.#points.length} points are left`);
  }

  /** The place on the graph, as fractions of white. */
  #placeOf({ clientX, clientY }: MouseEvent): Point {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const whole = SIDE + 2 * EDGE;
    const x = (((clientX - left) / width) * whole - EDGE) / SIDE;
    const y = 1 - (((clientY - top) / height) * whole - EDGE) / SIDE;
    return { x: Math.max(0, Math.min(1, x)), y: Math.max(0, Math.min(1, y)) };
  }
}

function place(handle: SVGElement, { x, y }: Point, at: number, count: number): void {
  handle.setAttribute('cx', String(x * SIDE));
  handle.setAttribute('cy', String((1 - y) * SIDE));
  handle.setAttribute('aria-label', `Point ${at + 1} of ${count}`);
  handle.setAttribute('aria-valuenow', String(y));
  handle.setAttribute('aria-valuetext', `${x} becomes ${y}`);
}

function shape<Tag extends 'svg' | 'path' | 'circle'>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag) as SVGElementTagNameMap[Tag];
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
