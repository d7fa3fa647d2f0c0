/** The samples of a row of MCUs, as the encoder takes them: planes in the SIMD memory, and the blocks of an MCU. */
import type { Image } from '../../core/image.ts';
import type { ScanLayout } from '../../formats/jpeg/layout.ts';
import { BLOCK, type QuantisationTables } from '../../formats/jpeg/tables.ts';
import type { Simd } from '../../kernels/simd/simd.ts';

/** Bytes that are written behind a row. */
const BEHIND = 64;

/** Words of a unit, as in `jpeg-tokens.ts` of the SIMD code. */
const UNIT_WORDS = 8;

/** Bytes of the divisors of a table. */
const DIVISORS = 8 * 64;

interface Plane {
  readonly place: number;
  readonly stride: number;
}

export class Samples {
  /** Place of the blocks of an MCU, and memory for one block's coefficients. */
  readonly units: number;
  readonly block: number;
  readonly mcuRows: number;
  readonly #simd: Simd;
  readonly #image: Image;
  readonly #layout: ScanLayout;
  readonly #divisors: readonly number[];
  readonly #lasts: number;
  readonly #row: number;
  /** Luma; chroma as it is stored; and chroma of two rows before it is halved. */
  readonly #luma: Plane;
  readonly #chroma: readonly Plane[];
  readonly #wide: readonly Plane[];

  constructor(simd: Simd, image: Image, layout: ScanLayout, { luma, chroma }: QuantisationTables) {
    const { mcusAcross, mcus, lumaAcross, lumaDown, components, mcuBlocks } = layout;
    this.#simd = simd;
    this.#image = image;
    this.#layout = layout;
    this.mcuRows = mcus / mcusAcross;
    this.units = simd.take(4 * UNIT_WORDS * mcuBlocks);
    this.block = simd.take(2 * BLOCK);
    this.#divisors = [luma, chroma].map((steps) => takeDivisors(simd, steps));
    this.#lasts = simd.take(4 * components);
    simd.words.fill(0, this.#lasts / 4, this.#lasts / 4 + components);
    this.#row = simd.take(image.width * image.channels + BEHIND);
    const width = 8 * lumaAcross * mcusAcross;
    const plane = (stride: number, rows: number): Plane => ({ place: simd.take(stride * rows), stride });
    this.#luma = plane(width + BEHIND, 8 * lumaDown);
    const others = Array.from({ length: components - 1 });
    this.#chroma = others.map(() => plane(8 * mcusAcross + BEHIND, 8));
    this.#wide = lumaAcross > 1 ? others.map(() => plane(width + BEHIND, 2)) : [];
  }

  /** Takes a row of MCUs. Below the picture, its last row is repeated, and of chroma the last row that is stored. */
  take(mcuRow: number): void {
    const { height } = this.#image;
    const { lumaDown, components } = this.#layout;
    const top = mcuRow * 8 * lumaDown;
    for (let y = 0; y < 8 * lumaDown; y += lumaDown) {
      const isBelow = top + y >= height;
      for (let nth = 0; nth < lumaDown; nth++) {
        if (isBelow) copyRow(this.#simd, this.#luma, y + nth - 1, y + nth);
        else this.#split(Math.min(top + y + nth, height - 1), y + nth, nth);
      }
      const row = y / lumaDown;
      for (let index = 0; index < components - 1; index++) {
        const plane = this.#chroma[index] as Plane;
        if (isBelow) copyRow(this.#simd, plane, row - 1, row);
        else if (lumaDown > 1) this.#halve(index, row);
      }
    }
    this.#begin(mcuRow);
  }

  /** Reads a row of the picture into row `y` of the planes. */
  #split(from: number, y: number, nth: number): void {
    const simd = this.#simd;
    const { width, channels, data } = this.#image;
    const { lumaAcross, mcusAcross } = this.#layout;
    const padded = 8 * lumaAcross * mcusAcross;
    const luma = this.#luma.place + y * this.#luma.stride;
    const row = (data as Uint8Array).subarray(from * width * channels, (from + 1) * width * channels);
    if (channels === 1) {
      simd.bytes.set(row, luma);
      simd.code.repeatLast(luma, width, padded);
      return;
    }
    simd.bytes.set(row, this.#row);
    const [blue, red] = lumaAcross > 1 ? this.#wide : this.#chroma;
    const at = ({ place, stride }: Plane) => place + (lumaAcross > 1 ? nth : y) * stride;
    simd.code.splitYcc(this.#row, width, luma, at(blue as Plane), at(red as Plane), padded);
  }

  #halve(index: number, row: number): void {
    const [wide, plane] = [this.#wide[index] as Plane, this.#chroma[index] as Plane];
    const samples = 8 * this.#layout.mcusAcross;
    this.#simd.code.halveRows(
      wide.place,
      wide.place + wide.stride,
      plane.place + row * plane.stride,
      samples,
    );
  }

  /** Sets the blocks of an MCU to the first MCU of the row. */
  #begin(mcuRow: number): void {
    const { width, height } = this.#image;
    const { lumaAcross, lumaDown, mcusAcross, components } = this.#layout;
    const { words } = this.#simd;
    let at = this.units / 4;
    const set = (plane: Plane, offset: number, across: number, table: number, last: number, real: number) => {
      const divisors = this.#divisors[table] as number;
      words.set(
        [plane.place + offset, plane.stride, 8 * across, divisors, table, this.#lasts + 4 * last, real],
        at,
      );
      at += UNIT_WORDS;
    };
    const columns = Math.ceil(width / 8);
    for (let y = 0; y < lumaDown; y++) {
      const isBelow = 8 * (lumaDown * mcuRow + y) >= height;
      for (let x = 0; x < lumaAcross; x++) {
        const real = isBelow ? 0 : Math.floor((columns - 1 - x) / lumaAcross) + 1;
        set(this.#luma, 8 * (y * this.#luma.stride + x), lumaAcross, 0, 0, real);
      }
    }
    for (let index = 1; index < components; index++) {
      set(this.#chroma[index - 1] as Plane, 0, 1, 1, index, mcusAcross);
    }
  }
}

function copyRow({ bytes }: Simd, { place, stride }: Plane, from: number, to: number): void {
  bytes.copyWithin(place + to * stride, place + from * stride, place + (from + 1) * stride);
}

function takeDivisors(simd: Simd, steps: Uint8Array): number {
  const place = simd.take(DIVISORS);
  const from = simd.take(BLOCK);
  simd.bytes.set(steps, from);
  simd.code.fillDivisors(from, place);
  return place;
}
