/** Small TIFFs of every kind that Noir's own reader decodes. */
import { forgePage, type Page } from './forge.ts';

function small(count: number, more: Partial<Page>): Page {
  const top = 2 ** Math.min(more.bits ?? 8, 20);
  const samples = Array.from({ length: 9 * 7 * count }, (_, at) => (at * 7919) % top);
  return { width: 9, height: 7, count, samples, ...more };
}

const PALETTE = Array.from({ length: 48 }, (_, at) => at * 1300);

/** One of each compression, layout, depth and colour model. */
export function everyKind(): Uint8Array[] {
  const pages: Page[] = [
    small(3, { planes: true, rowsPerStrip: 2 }),
    small(3, { tile: [16, 16], compression: 'zstd', predictor: 2 }),
    small(1, { bits: 12, compression: 'lzw' }),
    small(1, { bits: 16, compression: 'oldLzw', rowsPerStrip: 3 }),
    small(1, { bits: 16, format: 'float', compression: 'deflate', predictor: 3 }),
    small(2, { bits: 32, format: 'int', compression: 'packbits', extra: [1] }),
    small(1, { bits: 64, photometric: 0, tile: [16, 16], tilesAsStrips: true }),
    small(3, { photometric: 6, fields: { 530: [1, 1] }, compression: 'deflate' }),
    small(4, { photometric: 8, bits: 16, extra: [2] }),
    small(1, { photometric: 3, bits: 4, tile: [16, 16], fields: { 320: PALETTE } }),
    small(4, { extra: [0] }),
    small(3, { reversed: true, planes: true, compression: 'packbits' }),
  ];
  return pages.flatMap((page) => [
    forgePage(page, { order: 'II' }),
    forgePage(page, { order: 'MM', big: true }),
  ]);
}
