/** The filters of PNG. */
import { Simd } from '../../kernels/simd/simd.ts';

/** Filter types as stored before each row (PNG 3rd edition, section 9.2). */
export const FILTERS = { none: 0, sub: 1, up: 2, average: 3, paeth: 4 } as const;

export type FilterName = keyof typeof FILTERS;

/** Two rows of samples in PNG's byte order, each preceded by as many zeros as a pixel has bytes. */
export interface RowPair {
  readonly above: DataView;
  readonly row: DataView;
  /** Bytes of a pixel: the distance to the sample on the left. */
  readonly step: number;
}

const CODE = { sub: 'filterSub', up: 'filterUp', average: 'filterAverage', paeth: 'filterPaeth' } as const;

/** Filters bytes `from` to `from + length` of a row, and writes them to `goal` at `at`. */
export function filterRow(
  filter: FilterName,
  { row, above, step }: RowPair,
  from: number,
  length: number,
  goal: DataView,
  at: number,
): void {
  const bytes = (view: DataView) => new Uint8Array(view.buffer, view.byteOffset + from, step + length);
  const to = new Uint8Array(goal.buffer, goal.byteOffset + at, length);
  if (filter === 'none') {
    to.set(bytes(row).subarray(step));
    return;
  }
  Simd.run((simd) => {
    const [first, second, result] = [step + length, step + length, length].map((size) => simd.take(size));
    simd.bytes.set(bytes(row), first);
    simd.bytes.set(bytes(above), second);
    simd.code[CODE[filter]](first as number, second as number, step, length, result as number);
    to.set(simd.bytes.subarray(result, (result as number) + length));
  });
}
