/** The samples of a row of MCUs and of the one before it: a plane for each component, in the SIMD memory. */
import type { Simd } from '../../kernels/simd/simd.ts';
import type { ReadableComponent, ReadableJpeg } from './readable.ts';

/** Bytes in front of a row, for the first sample once more. */
const BEFORE = 16;

/** Bytes behind a row that are written beside its samples. */
const AFTER = 32;

export class Plane {
  readonly component: ReadableComponent;
  /** Rows of samples in a row of MCUs. */
  readonly rows: number;
  readonly stride: number;
  readonly #first: number;
  /** Rows that are kept. */
  readonly #kept: number;

  constructor(simd: Simd, component: ReadableComponent, { across }: ReadableJpeg) {
    const { side, units } = component;
    this.component = component;
    this.rows = units[1] * side;
    this.stride = BEFORE + across * units[0] * side + AFTER;
    this.#kept = 2 * this.rows;
    this.#first = simd.take(this.stride * this.#kept) + BEFORE;
  }

  /** Place of a row that is kept; of the nearest one if the component has none. */
  at(row: number): number {
    const nearest = Math.max(0, Math.min(row, this.component.height - 1));
    return this.#first + (nearest % this.#kept) * this.stride;
  }

  /** Place of the first row of a row of MCUs, which may lie behind the picture. */
  begin(mcuRow: number): number {
    return this.#first + ((mcuRow * this.rows) % this.#kept) * this.stride;
  }
}
