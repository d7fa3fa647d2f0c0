/** Writes the header of a baseline JPEG. */
import type { ScanLayout } from './layout.ts';
import { type HuffmanSpec, type HuffmanTables, type QuantisationTables, ZIGZAG } from './tables.ts';

/** Parameters of the header. */
export interface JpegHeader {
  readonly layout: ScanLayout;
  readonly quantisation: QuantisationTables;
  readonly huffman: HuffmanTables;
  /** MCUs between restart markers; 0 for none. */
  readonly restartInterval: number;
}

/**
 * Writes the markers from SOI to SOS in libjpeg's order, without APP0, like sharp. Decoders take three components
 * numbered 1 to 3 for YCbCr.
 */
export function writeJpegHeader({ layout, quantisation, huffman, restartInterval }: JpegHeader): Uint8Array {
  const colored = layout.components === 3;
  const { lumaDc, lumaAc, chromaDc, chromaAc } = huffman;
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...steps(0, quantisation.luma),
    ...(colored ? steps(1, quantisation.chroma) : []),
    ...frame(layout),
    ...codes(0x00, lumaDc),
    ...codes(0x10, lumaAc),
    ...(colored ? [...codes(0x01, chromaDc), ...codes(0x11, chromaAc)] : []),
    ...(restartInterval > 0 ? segment(0xdd, word(restartInterval)) : []),
    ...scan(layout),
  ]);
}

function word(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function segment(marker: number, payload: readonly number[]): number[] {
  return [0xff, marker, ...word(payload.length + 2), ...payload];
}

/** DQT with one table, in zig-zag order. */
function steps(id: number, table: Uint8Array): number[] {
  return segment(0xdb, [id, ...Array.from(ZIGZAG, (place) => table[place] as number)]);
}

/** SOF0: 8 bits per sample, then each component's sampling factors and quantisation table. */
function frame({ width, height, components, lumaAcross, lumaDown }: ScanLayout): number[] {
  const luma = [1, 16 * lumaAcross + lumaDown, 0];
  const chroma = components === 3 ? [2, 0x11, 1, 3, 0x11, 1] : [];
  return segment(0xc0, [8, ...word(height), ...word(width), components, ...luma, ...chroma]);
}

/** DHT with one table. */
function codes(id: number, { counts, symbols }: HuffmanSpec): number[] {
  return segment(0xc4, [id, ...counts, ...symbols]);
}

/** SOS: one scan with all components and the whole spectrum. */
function scan({ components }: ScanLayout): number[] {
  const tables = components === 3 ? [1, 0x00, 2, 0x11, 3, 0x11] : [1, 0x00];
  return segment(0xda, [components, ...tables, 0, 63, 0]);
}
