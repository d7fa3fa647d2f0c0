/** Writes the values of samples onto pixels that are large enough, and those of the pixel under the mouse below. */
import type { Samples } from '../deep/samples.ts';
import type { Layer, Part } from './layer.ts';
import { writePixel } from './numbers.ts';
import type { View } from './view.ts';

/** CSS pixels for each pixel from which on numbers fit into it. */
const LEGIBLE = 40;

/** A layer with its place on the picture that the view shows. */
export interface Placed {
  readonly layer: Layer;
  /** Pixels of the layer for each pixel of the picture, across and down, and those in front. */
  readonly across: number;
  readonly down: number;
  readonly left: number;
  readonly top: number;
}

/** The pixel of a layer at a place of the picture. Undefined outside of the layer. */
export function partAt({ layer, across, down, left, top }: Placed, x: number, y: number): Part | undefined {
  const [column, row] = [Math.floor((x - left) * across), Math.floor((y - top) * down)];
  if (column < 0 || row < 0 || column >= layer.width || row >= layer.height) return undefined;
  return { left: column, top: row, width: 1, height: 1 };
}

/** A layer that is seen between two places of the stage, in CSS pixels from its left. */
export interface Seen {
  readonly placed: Placed;
  readonly from: number;
  readonly to: number;
}

let drawing = 0;

/** Writes the values of the pixels of both layers, each where it is seen. Hides the canvas where pixels are too small. */
export async function drawValues(
  canvas: HTMLCanvasElement,
  view: View,
  layers: readonly Seen[],
): Promise<void> {
  drawing += 1;
  const turn = drawing;
  const legible = layers.filter(({ placed }) => view.scale / placed.across >= LEGIBLE);
  canvas.hidden = legible.length === 0;
  if (legible.length === 0) return;
  const parts = legible.map(async (seen) => ({ seen, ...(await readSeen(view, seen)) }));
  const read = await Promise.all(parts);
  if (turn !== drawing) return;
  const { width, height } = view.stage;
  const ratio = window.devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  for (const { seen, part, samples } of read) {
    if (!samples) continue;
    const { across, down, left, top } = seen.placed;
    const size = { x: view.scale / across, y: view.scale / down };
    const place = (column: number, row: number) => ({
      x: view.left + (left + (part.left + column) / across) * view.scale + size.x / 2,
      y: view.top + (top + (part.top + row) / down) * view.scale + size.y / 2,
    });
    context.save();
    context.beginPath();
    context.rect(seen.from, 0, seen.to - seen.from, height);
    context.clip();
    writeAll(context, samples, Math.min(13, size.x / 4.2), place);
    context.restore();
  }
}

/** The samples of the part of a layer that is seen. */
async function readSeen(view: View, { placed, from, to }: Seen) {
  const { layer, across, down, left, top } = placed;
  const start = view.pixelAt(from, 0);
  const end = view.pixelAt(to, view.stage.height);
  const columns = inside((start.x - left) * across, (end.x - left) * across, layer.width);
  const rows = inside((start.y - top) * down, (end.y - top) * down, layer.height);
  const part = { left: columns.start, top: rows.start, width: columns.length, height: rows.length };
  const isEmpty = columns.length <= 0 || rows.length <= 0;
  return { part, samples: isEmpty ? undefined : await layer.read(part).catch(() => undefined) };
}

function inside(from: number, to: number, length: number) {
  const start = Math.max(0, Math.floor(from));
  return { start, length: Math.min(length, Math.ceil(to)) - start };
}

type Place = (column: number, row: number) => { x: number; y: number };

function writeAll(context: CanvasRenderingContext2D, samples: Samples, size: number, place: Place): void {
  context.font = `${size}px ui-monospace, monospace`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = '#000a';
  context.fillStyle = '#fff';
  for (let at = 0; at < samples.width * samples.height; at++) {
    const lines = writePixel(samples, at);
    const { x, y } = place(at % samples.width, Math.floor(at / samples.width));
    for (const [index, line] of lines.entries()) {
      const down = y + (index - (lines.length - 1) / 2) * size * 1.2;
      context.strokeText(line, x, down);
      context.fillText(line, x, down);
    }
  }
}
