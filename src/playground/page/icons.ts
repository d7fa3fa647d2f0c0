/** Icons, drawn as lines on a grid of 20 by 20. */

const SHAPES = {
  undo: 'M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 10H8',
  redo: 'm13 4 4 4-4 4M17 8H9a5 5 0 0 0 0 10h3',
  link: 'M8 12a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M12 8a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1',
  theme: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 3v14M10 7h5M10 10h7M10 13h5',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  on: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  off: 'm3 3 14 14M8 5a8 8 0 0 1 2-.5c5 0 8 5.5 8 5.5a14 14 0 0 1-2.2 2.8M12.5 14.9a8 8 0 0 1-2.5.6C5 15.5 2 10 2 10a14 14 0 0 1 3-3.5',
  remove: 'm5 5 10 10M15 5 5 15',
  grip: 'M7 5h.01M13 5h.01M7 10h.01M13 10h.01M7 15h.01M13 15h.01',
  reset: 'M4 10a6 6 0 1 0 2-4.5L4 7.5M4 3v4.5h4.5',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  done: 'm4 10.5 4 4 8-9',
  open: 'M10 13V4M6.5 7 10 3.5 13.5 7M3.5 13v3.5h13V13',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  more: 'm5 8 5 5 5-5',
} as const;

const SVG = 'http://www.w3.org/2000/svg';

/** An icon, which screen readers leave out. */
export function icon(name: keyof typeof SHAPES): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}
