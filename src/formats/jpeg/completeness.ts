/**
 * Finds out whether all of a JPEG's data are there, and where they end, by going through every code. Slow beside
 * decoding, so only files with something odd about them come here.
 */
import type { Limits } from '../../core/limits.ts';
import type { Work } from '../../core/turns.ts';
import { checkCount, corrupt, truncated } from '../checks.ts';
import { Reader } from '../reader.ts';
import { type HuffmanSlots, readHuffman } from './definitions.ts';
import { codeTable, EntropyReader } from './entropy-reader.ts';
import { findMarker, isFrame, MARKER, mayFollowScan } from './markers.ts';
import { type FrameComponent, readComponents, readScan } from './scan.ts';
import { type BlockScan, passScan } from './scan-blocks.ts';
import { TYPICAL_HUFFMAN } from './tables.ts';

/** The end of a whole picture. */
export interface JpegEnd {
  /** Offset after the data of the last scan that the picture needs. */
  readonly at: number;
  /** Whether a marker of the picture comes next, and after it more of them up to the end marker. */
  readonly marked: boolean;
}

/** Typical tables in the slots where frames of motion JPEG expect them: for luma, then for chroma. */
const TYPICAL_SLOTS: HuffmanSlots = new Map([
  [0, TYPICAL_HUFFMAN.lumaDc],
  [1, TYPICAL_HUFFMAN.chromaDc],
  [16, TYPICAL_HUFFMAN.lumaAc],
  [17, TYPICAL_HUFFMAN.chromaAc],
]);

/** Bits of a coefficient that no scan has brought yet. */
const ALL = 255;

/**
 * Finds the end of the picture. Throws `truncated-image` when data are missing, `corrupt-image` for invalid codes,
 * and the errors of `Format.readHeader`. Undefined for arithmetic coding, whose data do not mark their end.
 */
export function* findJpegEnd(bytes: Uint8Array, limits: Limits): Work<JpegEnd | undefined> {
  return yield* new Search(bytes, limits).run();
}

class Search {
  readonly #bytes: Buffer;
  readonly #limits: Limits;
  readonly #reader: Reader;
  /** Frames of motion JPEG bring no tables: decoders take the typical ones. */
  readonly #huffman: HuffmanSlots = new Map(TYPICAL_SLOTS);
  #frame = 0;
  #extent = { width: 0, height: 0 };
  #components: FrameComponent[] = [];
  /** For each component: the bits of each coefficient that later scans must bring. */
  #missing: Uint8Array[] = [];
  /** For each component: the set of coefficients that are not 0. */
  readonly #known = new Map<number, Uint32Array>();
  #restart = 0;
  #scans = 0;
  /** Offset after the data of the last scan. */
  #end = 0;

  constructor(bytes: Uint8Array, limits: Limits) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#reader = new Reader(bytes, 'big');
    this.#limits = limits;
  }

  *run(): Work<JpegEnd | undefined> {
    let at = 2;
    for (let segments = 1; ; segments++) {
      checkCount('segment-limit', segments, this.#limits);
      const start = this.#next(at);
      const code = this.#bytes[start + 1];
      if (code === MARKER.EOI) return this.#ended(true);
      if (start < 0 || code === undefined || !this.#belongs(start)) return this.#ended(false);
      const length = this.#reader.u16(start + 2);
      const payload = this.#bytes.subarray(start + 4, start + 2 + length);
      at = start + 2 + length;
      if (code !== MARKER.SOS) this.#take(code, payload);
      else if (this.#frame > 0xc8) return undefined;
      else at = yield* this.#scan(payload, at);
    }
  }

  /** Offset of the next marker. After data it must follow at once; returns -1 if it does not. */
  #next(at: number): number {
    if (this.#scans === 0) return findMarker(this.#bytes, at, false);
    let start = at;
    while (this.#bytes[start] === 0xff && this.#bytes[start + 1] === 0xff) start++;
    return this.#bytes[start] === 0xff ? start : -1;
  }

  /** Whether a segment can be one of this picture. */
  #belongs(start: number): boolean {
    const code = this.#bytes[start + 1] as number;
    if (this.#scans === 0) return true;
    // A scan of coefficients that are complete already belongs to another picture.
    return mayFollowScan(this.#reader, start) && !(code === MARKER.SOS && this.#isComplete());
  }

  #take(code: number, payload: Uint8Array): void {
    if (code === MARKER.DHT) readHuffman(payload, this.#huffman);
    else if (code === MARKER.DRI) this.#restart = new Reader(payload, 'big').u16(0);
    else if (isFrame(code)) {
      this.#frame = code;
      const reader = new Reader(payload, 'big');
      this.#extent = { width: reader.u16(3), height: reader.u16(1) };
      this.#components = readComponents(payload);
      this.#missing = this.#components.map(() => new Uint8Array(64).fill(ALL));
    }
  }

  *#scan(payload: Uint8Array, at: number): Work<number> {
    checkCount('scan-limit', ++this.#scans, this.#limits);
    const { components, spectrum } = readScan(payload, this.#components, this.#huffman);
    const isProgressive = this.#frame === 0xc2;
    const [first, last, approximation] = isProgressive ? spectrum : ([0, 63, 0] as const);
    if (first > last || last > 63 || (first > 0 && components.length > 1)) {
      throw corrupt('A scan of the picture has an impossible spectrum');
    }
    const indexes = components.map(({ index }) => index);
    const { mcus, alone } = this.#mcus(indexes);
    const [only = 0] = indexes;
    const scan: BlockScan = {
      ...{ mcus, restart: this.#restart, first, last },
      units: components.map(({ index, dc, ac }) => {
        const { across, down } = this.#components[index] as FrameComponent;
        const blocks = alone ? 1 : across * down;
        return { blocks, dc: dc && codeTable(dc), ac: ac && codeTable(ac) };
      }),
      refines: approximation >> 4 !== 0,
      known: first > 0 ? this.#knownOf(only, mcus) : undefined,
    };
    const reader = new EntropyReader(this.#bytes, at);
    yield* passScan(reader, scan);
    for (const index of indexes) this.#missing[index]?.fill(approximation & 15, first, last + 1);
    this.#end = reader.end;
    return this.#end;
  }

  #knownOf(component: number, blocks: number): Uint32Array {
    const known = this.#known.get(component) ?? new Uint32Array(2 * blocks);
    this.#known.set(component, known);
    return known;
  }

  /** ITU-T T.81 A.2: a component that is alone in a scan has only the blocks that hold something of the picture. */
  #mcus(indexes: readonly number[]): { mcus: number; alone: boolean } {
    const { width, height } = this.#extent;
    const most = Math.max(...this.#components.map(({ across }) => across));
    const tallest = Math.max(...this.#components.map(({ down }) => down));
    const [only] = indexes.length === 1 ? indexes : [];
    const { across, down } = only === undefined ? { across: most, down: tallest } : this.#sampling(only);
    const blocks = (samples: number, factor: number, largest: number) =>
      Math.ceil(Math.ceil((samples * factor) / largest) / 8);
    if (only !== undefined) {
      return { mcus: blocks(width, across, most) * blocks(height, down, tallest), alone: true };
    }
    return { mcus: Math.ceil(width / (8 * most)) * Math.ceil(height / (8 * tallest)), alone: false };
  }

  #sampling(index: number): FrameComponent {
    return this.#components[index] as FrameComponent;
  }

  #isComplete(): boolean {
    return this.#scans > 0 && this.#missing.every((bits) => bits.every((left) => left === 0));
  }

  /** A progressive picture may end with a marker before its last refinement, but not without its first scans. */
  #ended(marked: boolean): JpegEnd {
    const isShown = this.#missing.length > 0 && this.#missing.every(([dc]) => dc !== ALL);
    if (!(marked ? isShown : this.#isComplete())) throw truncated('The picture ends before all of its scans');
    return { at: this.#end, marked };
  }
}
