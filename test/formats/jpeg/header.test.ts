import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { writeJpegHeader } from '../../../src/formats/jpeg/header.ts';
import { layoutScan } from '../../../src/formats/jpeg/layout.ts';
import { quantisationTables, TYPICAL_HUFFMAN } from '../../../src/formats/jpeg/tables.ts';

const header = (channels: 1 | 3, subsampling: '4:4:4' | '4:2:0', restartInterval = 0) =>
  Buffer.from(
    writeJpegHeader({
      layout: layoutScan({ width: 300, height: 70 }, channels, subsampling),
      quantisation: quantisationTables(80),
      huffman: TYPICAL_HUFFMAN,
      restartInterval,
    }),
  );

describe('writeJpegHeader', () => {
  it.each([
    [1, '4:4:4'],
    [3, '4:4:4'],
    [3, '4:2:0'],
  ] as const)("writes sharp's markers for %i channels at %s", async (channels, chromaSubsampling) => {
    const raw = { width: 300, height: 70, channels };
    const file = await sharp(new Uint8Array(300 * 70 * channels), { raw })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .jpeg({ quality: 80, chromaSubsampling, optimiseCoding: false })
      .toBuffer();
    const ours = header(channels, chromaSubsampling);
    expect(file.subarray(0, ours.length).equals(ours)).toBe(true);
  });

  it('tells the restart interval before the scan', () => {
    const [plain, marked] = [header(3, '4:2:0'), header(3, '4:2:0', 0x1234)];
    expect(marked.length).toBe(plain.length + 6);
    expect(marked.includes(Buffer.from('ffdd00041234ffda', 'hex'))).toBe(true);
  });
});
