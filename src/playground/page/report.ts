/** Says what came out: bytes, sides, way, and the time of each stage. */
import { writeBytes } from './bytes.ts';
import { byId, element } from './element.ts';
import type { Made } from './server.ts';
import { readWay } from './way.ts';

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Values of a list in an answer that are shown: a histogram has 256. */
const MOST_LISTED = 8;

/** How much smaller or larger a file became: `−72%`. */
function changeOf(before: number, after: number): HTMLElement {
  const percent = 100 * (after / before - 1);
  // No file is smaller by all of its bytes.
  const amount = percent < -99 ? Math.min(99.9, -percent).toFixed(1) : Math.abs(percent).toFixed(0);
  const text = amount === '0' ? 'same size' : `${percent < 0 ? '−' : '+'}${amount}%`;
  return element('b', { class: after > before && 'larger' }, ` ${text}`);
}

/** A result to tell of. */
export interface Told {
  readonly id: 'before-file' | 'after-file';
  readonly title: string;
  readonly type: string;
  readonly sides: Sides;
  readonly bytes: number;
  /** Bytes that it is compared with. */
  readonly original?: number;
}

/** Shows a file in the corner of the stage that it belongs to. */
export function tellFile({ id, title, type, sides, bytes, original }: Told): void {
  const name = type.replace(/^\w+\//, '').toUpperCase();
  byId(id, HTMLElement).replaceChildren(
    element('span', {}, title),
    ` ${name} `,
    element('span', { class: 'sides' }, `${sides.width} × ${sides.height} `),
    writeBytes(bytes),
    original === undefined ? '' : changeOf(original, bytes),
  );
}

/** Says which sides a preview has, and that the figures are those of an older result; undefined for the result itself. */
export function tellPreview(preview: Sides | undefined): void {
  byId('preview', HTMLElement).textContent = preview ? `Preview ${preview.width} × ${preview.height}` : '';
  markOld(preview !== undefined);
}

/** Says that the figures are those of an older result, since the newest one failed. */
export function tellOld(): void {
  byId('preview', HTMLElement).textContent = '';
  markOld(true);
}

function markOld(isOld: boolean): void {
  for (const id of ['after-file', 'course']) byId(id, HTMLElement).classList.toggle('stale', isOld);
}

/** Shows the way that the server took, and its time. */
export function tellCourse({ backend, codec, way, note, stages, work }: Made): void {
  byId('backend', HTMLElement).textContent = backend || 'no steps';
  byId('codec', HTMLElement).textContent = codec;
  const { legs, facts } = readWay(way);
  byId('way', HTMLElement).textContent = legs;
  byId('way', HTMLElement).title = facts;
  const notes = byId('note', HTMLElement);
  notes.textContent = note;
  notes.hidden = note === '';
  const parts = stages.filter(({ name }) => name !== 'total');
  const sum = parts.reduce((total, { time }) => total + time, 0);
  byId('total', HTMLElement).textContent = writeTime(work);
  const bar = byId('stages', HTMLElement);
  bar.replaceChildren(
    ...parts.map(({ time }, index) => {
      const part = element('span', { 'data-hue': index % 5 });
      part.style.flexGrow = String(Math.max(time / sum, 0.004));
      return part;
    }),
  );
  byId('stage-times', HTMLElement).replaceChildren(
    ...parts.map(({ name, time }, index) => {
      const words = name === 'turn' ? 'waiting' : name;
      return element('li', { 'data-hue': index % 5 }, words, ' ', element('b', {}, writeTime(time)));
    }),
  );
}

/** Shows the JSON of a step that answers in place of a picture; undefined for every other. */
export function tellAnswer(json: string | undefined): void {
  const short = (_: string, value: unknown) =>
    Array.isArray(value) && value.length > MOST_LISTED ? `${value.length} values` : value;
  const box = byId('answer', HTMLElement);
  box.hidden = json === undefined;
  box.textContent = json === undefined ? '' : JSON.stringify(JSON.parse(json), short, 2);
}

function writeTime(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;
}
