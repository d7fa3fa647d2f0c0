/**
 * Encodes plain JPEGs in WebAssembly. The files are those of libvips (libjpeg's `islow`, one scan), byte by byte, in six
 * tenths of the time.
 */
import type { Image } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import { writeJpegHeader } from '../../formats/jpeg/header.ts';
import { optimalHuffman } from '../../formats/jpeg/huffman.ts';
import { layoutScan, type ScanLayout } from '../../formats/jpeg/layout.ts';
import { type HuffmanTables, quantisationTables, TYPICAL_HUFFMAN } from '../../formats/jpeg/tables.ts';
import { Simd } from '../../kernels/simd/simd.ts';
import { CountedSymbols } from './counted-symbols.ts';
import { Samples } from './samples.ts';
import { Tokens } from './tokens.ts';

export interface PlainOptions {
  /** 1 to 100, on libjpeg's scale. */
  readonly quality: number;
  readonly chromaSubsampling: '4:2:0' | '4:4:4';
  /** Whether Huffman tables are made for this picture. */
  readonly optimiseCoding: boolean;
}

const END_OF_IMAGE = [0xff, 0xd9];

/** Encodes a picture of one or three channels of bytes. */
export function* encodePlainJpeg(image: Image, options: PlainOptions): Work<Uint8Array> {
  const layout = layoutScan(image, image.channels === 1 ? 1 : 3, options.chromaSubsampling);
  const quantisation = quantisationTables(options.quality);
  return yield* Simd.lend(function* (simd) {
    const counted = new CountedSymbols(simd);
    const samples = new Samples(simd, image, layout, quantisation);
    const tokens = new Tokens(simd, layout);
    for (let row = 0; row < samples.mcuRows; row++) {
      yield;
      samples.take(row);
      tokens.add((to) =>
        simd.code.tokenise(
          samples.units,
          layout.mcuBlocks,
          layout.mcusAcross,
          samples.block,
          counted.place,
          to,
        ),
      );
    }
    const huffman = options.optimiseCoding ? optimalTables(counted, layout) : TYPICAL_HUFFMAN;
    const header = writeJpegHeader({ layout, quantisation, huffman, restartInterval: 0 });
    const codes = counted.takeCodes(huffman);
    const scan = yield* tokens.pack(codes);
    return Buffer.concat([header, ...scan, Uint8Array.from(END_OF_IMAGE)]);
  });
}

function optimalTables(counted: CountedSymbols, { components }: ScanLayout): HuffmanTables {
  const counts = counted.counts();
  const luma = { lumaDc: optimalHuffman(counts.lumaDc), lumaAc: optimalHuffman(counts.lumaAc) };
  if (components === 1) return { ...TYPICAL_HUFFMAN, ...luma };
  return {
    ...luma,
    chromaDc: optimalHuffman(counts.chromaDc),
    chromaAc: optimalHuffman(counts.chromaAc),
  };
}
