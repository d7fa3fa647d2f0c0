/** The edges that Cloudflare cuts off before all else: `trim=10;20;10;20`, `trim.left=0.25`, `trim=border`. */
import type { Extent } from '../../core/image.ts';
import { type RecipeDraft, readNumber, refused } from './adapter.ts';

interface Trimmed {
  readonly steps: RecipeDraft['steps'];
  readonly extent: Extent;
}

/** Numbers below 1 are shares of the side. `trim.width` and `trim.height` count from the left and the top edge. */
export function trimmed(options: ReadonlyMap<string, string>, picture: Extent): Trimmed {
  const text = options.get('trim');
  if (text === 'border') return { steps: [{ op: 'trim' }], extent: picture };
  const { width, height } = picture;
  const edges = text === undefined ? ['0', '0', '0', '0'] : text.split(';');
  if (edges.length !== 4) throw refused('trim: expected border, or top;right;bottom;left');
  const [top, right, bottom, left] = edges.map((edge, at) => pixelsOf(edge, 'trim', at % 2 ? width : height));
  const named = (name: string, whole: number) => {
    const value = options.get(`trim.${name}`);
    return value === undefined ? undefined : pixelsOf(value, `trim.${name}`, whole);
  };
  const start = { left: named('left', width) ?? left ?? 0, top: named('top', height) ?? top ?? 0 };
  const extent = {
    width: Math.min(named('width', width) ?? width, width - start.left - (right ?? 0)),
    height: Math.min(named('height', height) ?? height, height - start.top - (bottom ?? 0)),
  };
  if (extent.width < 1 || extent.height < 1) throw refused('trim: nothing is left of the picture');
  const isWhole = extent.width === width && extent.height === height;
  return { steps: isWhole ? [] : [{ op: 'extract', ...start, ...extent }], extent };
}

function pixelsOf(text: string, name: string, whole: number): number {
  const value = readNumber(text, name, { least: 0, most: 1e6 });
  return Math.round(value < 1 ? value * whole : value);
}
