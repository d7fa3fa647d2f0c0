import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type ChromaSubsampling, layoutScan } from '../../../src/formats/jpeg/layout.ts';
import { quantisationTables, TYPICAL_HUFFMAN, ZIGZAG } from '../../../src/formats/jpeg/tables.ts';

/** The payloads of a file's segments of one kind. */
function segmentsOf(file: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 2; file[at + 1] !== 0xda; ) {
    const length = 256 * (file[at + 2] as number) + (file[at + 3] as number);
    if (file[at + 1] === wanted) found.push(file.subarray(at + 4, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

const gray = { raw: { width: 8, height: 8, channels: 3 } } as const;

describe('ZIGZAG', () => {
  it('goes along the diagonals, and through every coefficient once', () => {
    expect([...ZIGZAG.subarray(0, 11)]).toEqual([0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32]);
    expect(new Set(ZIGZAG).size).toBe(64);
    const places = [...ZIGZAG];
    const diagonals = places.map((place) => (place >> 3) + (place & 7));
    expect(diagonals).toEqual(diagonals.toSorted((a, b) => a - b));
  });
});

describe('quantisationTables', () => {
  it("are libjpeg's at every quality", async () => {
    for (let quality = 1; quality <= 100; quality++) {
      const file = await sharp(new Uint8Array(192), gray).jpeg({ quality }).toBuffer();
      const { luma, chroma } = quantisationTables(quality);
      const written = segmentsOf(file, 0xdb).map((payload) => [...payload.subarray(1)]);
      expect(written).toEqual([luma, chroma].map((table) => Array.from(ZIGZAG, (place) => table[place])));
    }
  });
});

describe('TYPICAL_HUFFMAN', () => {
  it('are the tables that libjpeg writes', async () => {
    const file = await sharp(new Uint8Array(192), gray).jpeg({ optimiseCoding: false }).toBuffer();
    const { lumaDc, lumaAc, chromaDc, chromaAc } = TYPICAL_HUFFMAN;
    const written = segmentsOf(file, 0xc4).map((payload) => [...payload.subarray(1)]);
    const ours = [lumaDc, lumaAc, chromaDc, chromaAc].map(({ counts, symbols }) => [...counts, ...symbols]);
    expect(written).toEqual(ours);
  });
});

describe('layoutScan', () => {
  it.each<[ChromaSubsampling, number, number, number]>([
    ['4:4:4', 5, 3, 45],
    ['4:2:2', 3, 3, 36],
    ['4:2:0', 3, 2, 36],
    ['4:4:0', 5, 2, 40],
  ])('fills up the last MCUs at %s', (subsampling, across, down, blocks) => {
    const layout = layoutScan({ width: 33, height: 24 }, 3, subsampling);
    expect(layout).toMatchObject({ mcusAcross: across, mcus: across * down, blocks });
  });

  it('has one block in an MCU of gray, whatever the subsampling', () => {
    const layout = layoutScan({ width: 33, height: 24 }, 1, '4:2:0');
    expect(layout).toMatchObject({ mcusAcross: 5, mcus: 15, mcuBlocks: 1, blocks: 15 });
  });
});
