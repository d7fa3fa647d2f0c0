import {
  BLOCK,
  type HuffmanSpec,
  type HuffmanTables,
  TYPICAL_HUFFMAN,
} from '../../src/formats/jpeg/tables.ts';

/** A JPEG to write, of random coefficients: the kinds that no encoder at hand makes. */
export interface Forgery {
  readonly width: number;
  readonly height: number;
  /** Sampling factors of each component. */
  readonly sampling: readonly (readonly [across: number, down: number])[];
  /** The components of each scan; all in one unless told. */
  readonly scans?: readonly (readonly number[])[];
  /** MCUs between restart markers. */
  readonly restart?: number;
  /** Component ids; 1, 2, 3, 4 unless told. */
  readonly ids?: readonly number[];
  /** Transform of an Adobe segment; no such segment unless told. */
  readonly adobe?: number;
  /** Whether quantisation tables are of 16 bits. */
  readonly wide?: boolean;
  /** Share of AC coefficients that are not 0. */
  readonly density?: number;
  /** Whether coefficients are of any size that the codes have, as no encoder makes them. */
  readonly wild?: boolean;
  /** The same quantisation step for all coefficients. */
  readonly step?: number;
  readonly huffman?: HuffmanTables;
  readonly seed?: number;
}

/** Bits that are gathered into bytes, with zeros stuffed behind 0xff. */
class BitWriter {
  readonly bytes: number[] = [];
  #bits = 0;
  #count = 0;

  put(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit--) {
      this.#bits = (this.#bits << 1) | ((value >> bit) & 1);
      if (++this.#count < 8) continue;
      this.bytes.push(this.#bits);
      if (this.#bits === 0xff) this.bytes.push(0);
      [this.#bits, this.#count] = [0, 0];
    }
  }

  /** Fills the last byte with ones. */
  align(): void {
    if (this.#count > 0) this.put(0xff, 8 - this.#count);
  }
}

/** Codes by symbol, as ITU-T T.81 annex C derives them. */
function codesOf({ counts, symbols }: HuffmanSpec): Map<number, readonly [code: number, length: number]> {
  const codes = new Map<number, readonly [number, number]>();
  let [code, place] = [0, 0];
  counts.forEach((count, index) => {
    for (let i = 0; i < count; i++) codes.set(symbols[place++] as number, [code++, index + 1]);
    code *= 2;
  });
  return codes;
}

/** Whole numbers from 0 up to a bound, the same at every call for a seed. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const sizeOf = (value: number) => 32 - Math.clz32(Math.abs(value));
const lowBits = (value: number, size: number) => (value < 0 ? value + 2 ** size - 1 : value);

/** A number of up to so many bits, of each with the same chance. */
function wildNumber(random: (sides: number) => number, bits: number): number {
  const most = 2 ** (1 + random(bits)) - 1;
  return random(2 * most + 1) - most;
}

/** Writes blocks of random coefficients as one component's part of a scan does. */
function blockWriter(bits: BitWriter, random: (sides: number) => number, chroma: boolean, forgery: Forgery) {
  const { density = 0.15, wild = false, huffman = TYPICAL_HUFFMAN } = forgery;
  const dcCodes = codesOf(chroma ? huffman.chromaDc : huffman.lumaDc);
  const acCodes = codesOf(chroma ? huffman.chromaAc : huffman.lumaAc);
  const acNumber = (k: number) => (wild ? wildNumber(random, 10) : random(k < 8 ? 41 : 7) - (k < 8 ? 20 : 3));
  const put = (codes: typeof dcCodes, symbol: number) => bits.put(...(codes.get(symbol) as [number, number]));
  let before = 0;
  const write = () => {
    const dc = wild ? before + wildNumber(random, 11) : random(240) - 120;
    const size = sizeOf(dc - before);
    put(dcCodes, size);
    bits.put(lowBits(dc - before, size), size);
    before = dc;
    let run = 0;
    for (let k = 1; k < BLOCK; k++) {
      const value = random(1000) < 1000 * density ? acNumber(k) : 0;
      if (value === 0) {
        run++;
        continue;
      }
      for (; run > 15; run -= 16) put(acCodes, 0xf0);
      put(acCodes, (run << 4) | sizeOf(value));
      bits.put(lowBits(value, sizeOf(value)), sizeOf(value));
      run = 0;
    }
    if (run > 0) put(acCodes, 0);
  };
  const restart = () => {
    before = 0;
  };
  return { write, restart };
}

/** MCUs of a scan, and each component's blocks in one. */
function mcusOf({ width, height, sampling }: Forgery, scan: readonly number[]) {
  const across = Math.max(...sampling.map(([factor]) => factor));
  const down = Math.max(...sampling.map(([, factor]) => factor));
  const blocks = (samples: number, factor: number, most: number) =>
    Math.ceil(Math.ceil((samples * factor) / most) / 8);
  if (scan.length > 1) {
    const mcus = blocks(width, 1, across) * blocks(height, 1, down);
    return { mcus, units: scan.map((index) => (sampling[index]?.[0] ?? 1) * (sampling[index]?.[1] ?? 1)) };
  }
  const [h = 1, v = 1] = sampling[scan[0] ?? 0] ?? [];
  return { mcus: blocks(width, h, across) * blocks(height, v, down), units: [1] };
}

function writeScan(forgery: Forgery, scan: readonly number[], random: (sides: number) => number): number[] {
  const bits = new BitWriter();
  const writers = scan.map((index) => blockWriter(bits, random, index > 0, forgery));
  const { mcus, units } = mcusOf(forgery, scan);
  for (let mcu = 0; mcu < mcus; mcu++) {
    if (forgery.restart && mcu > 0 && mcu % forgery.restart === 0) {
      bits.align();
      bits.bytes.push(0xff, 0xd0 + ((mcu / forgery.restart - 1) % 8));
      for (const writer of writers) writer.restart();
    }
    writers.forEach((writer, part) => {
      for (let unit = 0; unit < (units[part] as number); unit++) writer.write();
    });
  }
  bits.align();
  return bits.bytes;
}

const segment = (marker: number, payload: readonly number[]) => [
  0xff,
  marker,
  (payload.length + 2) >> 8,
  (payload.length + 2) & 255,
  ...payload,
];

/** Writes the file. */
export function forgeJpeg(forgery: Forgery): Buffer {
  const { width, height, sampling, restart, adobe, wide, seed = 1, huffman = TYPICAL_HUFFMAN } = forgery;
  const ids = forgery.ids ?? [1, 2, 3, 4];
  const random = dice(seed);
  const table = (head: number, { counts, symbols }: HuffmanSpec) => [head, ...counts, ...symbols];
  const steps = Array.from({ length: BLOCK }, (_, k) => forgery.step ?? 3 + (k >> 2));
  const { lumaDc, lumaAc, chromaDc, chromaAc } = huffman;
  const frame = sampling.flatMap(([across, down], index) => [
    ids[index] as number,
    (across << 4) | down,
    Math.min(index, 1),
  ]);
  const dqt = [0, 1].flatMap((slot) => [
    (wide ? 0x10 : 0) | slot,
    ...steps
      .map((step) => (forgery.step === undefined ? step + slot : step))
      .flatMap((step) => (wide ? [step >> 8, step & 255] : [step])),
  ]);
  const scans = forgery.scans ?? [sampling.map((_, index) => index)];
  return Buffer.from([
    ...[0xff, 0xd8],
    ...(adobe === undefined ? [] : segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, adobe])),
    ...segment(0xdb, dqt),
    ...segment(wide ? 0xc1 : 0xc0, [
      8,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      sampling.length,
      ...frame,
    ]),
    ...segment(0xc4, [
      ...table(0, lumaDc),
      ...table(0x10, lumaAc),
      ...table(1, chromaDc),
      ...table(0x11, chromaAc),
    ]),
    ...(restart ? segment(0xdd, [restart >> 8, restart & 255]) : []),
    ...scans.flatMap((scan) => {
      const parts = scan.flatMap((index) => [ids[index] as number, 0x11 * Math.min(index, 1)]);
      return [...segment(0xda, [scan.length, ...parts, 0, 63, 0]), ...writeScan(forgery, scan, random)];
    }),
    ...[0xff, 0xd9],
  ]);
}

/** Puts a segment behind the start marker. */
export function withSegment(file: Uint8Array, marker: number, payload: readonly number[]): Buffer {
  const more = Buffer.from(segment(marker, payload));
  return Buffer.concat([file.subarray(0, 2), more, file.subarray(2)]);
}
