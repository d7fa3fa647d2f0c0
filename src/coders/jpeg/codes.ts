/** A scan's Huffman tables, as the compiled decoder takes them. */
import type { HuffmanSpec } from '../../formats/jpeg/tables.ts';
import type { Simd } from '../../kernels/simd/simd.ts';

/** Bytes of a table, as in `jpeg-codes.ts` of the SIMD code. */
const TABLE = 4 * 2048 + 17 * 8 + 4 * 256 + 8 * 2048;

/** Bytes of a table's definition: counts of 16 lengths, and up to 256 symbols. */
const DEFINITION = 16 + 256;

/** Writes tables into the SIMD memory, each of them once. Returns the function that gives a table's place. */
export function takeCodes(simd: Simd): (spec: HuffmanSpec, isAc: boolean) => number {
  const definition = simd.take(DEFINITION);
  const places = new Map<HuffmanSpec, number>();
  return (spec, isAc) => {
    const known = places.get(spec);
    if (known !== undefined) return known;
    const table = simd.take(TABLE);
    simd.bytes.set(spec.counts, definition);
    simd.bytes.set(spec.symbols, definition + 16);
    simd.code.fillCodes(definition, definition + 16, isAc ? 1 : 0, table);
    places.set(spec, table);
    return table;
  };
}
