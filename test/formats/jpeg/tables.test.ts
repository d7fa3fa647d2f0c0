import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { huffmanCodes, optimalHuffman } from '../../../src/formats/jpeg/huffman.ts';
import { type ChromaSubsampling, layoutScan } from '../../../src/formats/jpeg/layout.ts';
import { quantisationTables, TYPICAL_HUFFMAN, ZIGZAG } from '../../../src/formats/jpeg/tables.ts';
import { random } from '../../support/pictures.ts';

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

describe('huffmanCodes', () => {
  it('are those of ITU-T T.81 table K.3', () => {
    const { codes, lengths } = huffmanCodes(TYPICAL_HUFFMAN.lumaDc);
    const written = Array.from({ length: 12 }, (_, symbol) =>
      (codes[symbol] as number).toString(2).padStart(lengths[symbol] as number, '0'),
    );
    expect(written).toEqual('00 010 011 100 101 110 1110 11110 111110 1111110 11111110 111111110'.split(' '));
  });
});

describe('optimalHuffman', () => {
  const kraft = (counts: Uint8Array) => counts.reduce((sum, count, at) => sum + count / 2 ** (at + 1), 0);

  it('gives the frequent symbols short codes, and leaves the code of all ones free', () => {
    const { counts, symbols } = optimalHuffman([5, 0, 100, 20]);
    expect([...symbols]).toEqual([2, 3, 0]);
    expect([...counts.subarray(0, 4)]).toEqual([1, 1, 1, 0]);
  });

  it('has a table of one code, of one bit', () => {
    expect(optimalHuffman([0, 0, 7])).toMatchObject({ symbols: Uint8Array.of(2) });
    expect(optimalHuffman([0, 0, 7]).counts[0]).toBe(1);
  });

  it('holds codes to 16 bits, however uneven the symbols are', () => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 30) fibonacci.push((fibonacci.at(-1) as number) + (fibonacci.at(-2) as number));
    const { counts, symbols } = optimalHuffman(fibonacci);
    expect(symbols).toHaveLength(30);
    expect(counts.reduce((sum, count) => sum + count)).toBe(30);
    expect(kraft(counts)).toBeLessThanOrEqual(1 - 2 ** -16);
  });

  it('costs no more than the entropy and a bit', () => {
    const next = random(3);
    const frequencies = Array.from({ length: 256 }, () => Math.floor(1000 * next() ** 4));
    const spec = optimalHuffman(frequencies);
    const { lengths } = huffmanCodes(spec);
    const total = frequencies.reduce((sum, count) => sum + count);
    const bits = frequencies.reduce((sum, count, symbol) => sum + count * (lengths[symbol] as number), 0);
    const entropy = frequencies.reduce((sum, count) => sum - (count && count * Math.log2(count / total)), 0);
    expect(bits).toBeGreaterThanOrEqual(entropy);
    expect(bits).toBeLessThan(entropy + 0.1 * total);
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
