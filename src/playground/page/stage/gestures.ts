/** Moves and zooms the picture with mouse, fingers and keys. */
import type { View } from './view.ts';

/** Pixels for each press of an arrow key. */
const STEP = 60;

/** A zoom for each press of a key, and for each pixel that a wheel turns. */
export const ZOOM = 1.5;
const WHEEL = 0.002;
const PINCH = 5;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A stage, its view, and who hears that the view has changed. */
interface Moved {
  readonly stage: HTMLElement;
  readonly view: View;
  changed(): void;
}

/** Listens on the stage; calls `changed` when the view has changed. */
export function addGestures(stage: HTMLElement, view: View, changed: () => void): void {
  const moved = { stage, view, changed };
  addWheel(moved);
  addPointers(moved);
  stage.addEventListener('keydown', (event) => {
    if (event.target !== stage || event.ctrlKey || event.metaKey || !pressKey(event.key, view)) return;
    event.preventDefault();
    changed();
  });
}

function placeOn(stage: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = stage.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** The wheel zooms at the mouse; a double click shows pixels as they are, or all of the picture. */
function addWheel({ stage, view, changed }: Moved): void {
  const zoom = (event: WheelEvent) => {
    event.preventDefault();
    const { x, y } = placeOn(stage, event);
    // Browsers tell of two fingers on a touchpad as of a wheel with Ctrl, in much smaller numbers.
    const turned = event.ctrlKey ? Math.max(-50, Math.min(50, event.deltaY * PINCH)) : event.deltaY;
    view.zoomTo(view.scale * Math.exp(-turned * WHEEL), x, y);
    changed();
  };
  stage.addEventListener('wheel', zoom, { passive: false });
  stage.addEventListener('dblclick', (event) => {
    if (isOther(event)) return;
    const { x, y } = placeOn(stage, event);
    if (view.scale < 1) view.zoomTo(1, x, y);
    else view.fit();
    changed();
  });
}

/** Whether something that lies on the picture is meant, such as the line or a message. */
function isOther({ target }: Event): boolean {
  return (target as Element).closest('[role=slider], button, .banner') !== null;
}

/** One pointer moves the picture; two of them zoom it. */
function addPointers({ stage, view, changed }: Moved): void {
  const pointers = new Map<number, Point>();
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || isOther(event)) return;
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, placeOn(stage, event));
  });
  stage.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = placeOn(stage, event);
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    pointers.set(event.pointerId, now);
    if (other) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      view.zoomTo((view.scale * distance(now, other)) / distance(before, other), middle.x, middle.y);
    } else view.moveBy(now.x - before.x, now.y - before.y);
    changed();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    stage.addEventListener(end, ({ pointerId }) => pointers.delete(pointerId));
  }
}

/** Does what a key stands for. False for a key that stands for nothing. */
function pressKey(key: string, view: View): boolean {
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => view.moveBy(STEP, 0),
    ArrowRight: () => view.moveBy(-STEP, 0),
    ArrowUp: () => view.moveBy(0, STEP),
    ArrowDown: () => view.moveBy(0, -STEP),
    '+': () => view.zoomTo(view.scale * ZOOM),
    '=': () => view.zoomTo(view.scale * ZOOM),
    '-': () => view.zoomTo(view.scale / ZOOM),
    '0': () => view.fit(),
    '1': () => view.zoomTo(1),
  };
  moves[key]?.();
  return key in moves;
}

function distance(one: Point, other: Point): number {
  return Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
}
