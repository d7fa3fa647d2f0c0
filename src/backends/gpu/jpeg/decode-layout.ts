// Computes the contents and sizes of the buffers for decoding a JPEG.
import type { Shrink } from '../../../formats/format.ts';
import type { ColorTable } from '../../../formats/icc/color-table.ts';
import { shrunkExtent } from '../../../formats/jpeg/geometry.ts';
import type { JpegPicture } from '../../../formats/jpeg/scan.ts';
import { BLOCK } from '../../../formats/jpeg/tables.ts';
import { DATA, type DecodeData, OWNED, SUBSEQUENCE, takeData } from './decode-data.ts';
import {
  describeScan,
  type InputPlaces,
  type PlacedComponent,
  packHeader,
  placeComponents,
  planeWords,
  type ScanLayout,
} from './decode-header.ts';
import { shortestValue, TABLE_WORDS } from './decode-tables.ts';

/** Items per tile in wgsl/lib/prefix_sum/buffer.wgsl, and bytes per tile in unstuff.wgsl. */
const TILE = 4096;

/**
 * Words that wgsl/codecs/jpeg/decode/candidates.wgsl stores per subsequence, in the buffer that later holds
 * symbols.
 */
const TRAIL = 18;

/** `NONE` of wgsl/codecs/jpeg/decode/header.wgsl. */
const NONE = 0xffffffff;

/** Index in the header of the number of rounds; the guess follows it. */
const ROUNDS = 13;

/** Words before the tables: the header, and three ranges for prefix sums. */
const TABLES = 320;

/** Offsets and sizes in bytes of the uniforms. Offsets are multiples of 256, which every device accepts. */
export const HEADER = { offset: 0, size: 448 } as const;
export const RANGES = {
  counts: { offset: 512, size: 16 },
  differences: { offset: 768, size: 16 },
  bytes: { offset: 1024, size: 16 },
} as const;

/** Everything that the shaders need to decode a picture. */
export interface DecodeLayout {
  /** The data to upload: header, tables and segments. */
  readonly input: Uint32Array<ArrayBuffer>;
  readonly data: DecodeData;
  readonly segments: number;
  readonly subsequences: number;
  readonly repairs: number;
  readonly thorough: boolean;
  /** Coded blocks, and those that lie inside the picture. */
  readonly blocks: number;
  readonly realBlocks: number;
  /** Pixels of the decoded picture. */
  readonly pixels: number;
  readonly channels: 1 | 3 | 4;
  /** Converts components to sRGB, if they are not sRGB already. */
  readonly colors: ColorTable | undefined;
  /** Size of each buffer in words. */
  readonly words: {
    readonly states: number;
    readonly symbols: number;
    readonly blocks: number;
    readonly planes: number;
    /** The stuffed data of the file, and the unstuffed data. */
    readonly raw: number;
    readonly data: number;
    readonly colors: number;
  };
}

/** Bytes of the decoded texels: whole quads. */
export function goalBytes({ pixels, channels }: DecodeLayout): number {
  return Math.ceil(pixels / 4) * 4 * channels;
}

/** Tiles that cover a number of items in a prefix sum. */
export function tilesOf(items: number): number {
  return Math.ceil(items / TILE);
}

/** Effort to synchronise the subsequences. It does not change the pixels, only whether the parse can be proved. */
interface Synchronisation {
  /** Rounds within a workgroup, up to 256. */
  readonly rounds: number;
  /** Number of times that workgroups pass their results on to the next workgroup. */
  readonly repairs: number;
  /** Whether to follow every state in which a decoder may be, when it does not synchronise. */
  readonly thorough: boolean;
  /** The state assumed at the start of each subsequence. */
  readonly guess: number;
}

/** Options for decoding a picture. */
export interface DecodeOptions extends Partial<Synchronisation> {
  /** Divides the sides. Default 1. */
  readonly shrink?: Shrink | undefined;
  /** Converts three or four components to sRGB. Without it they stay RGB or CMYK. */
  readonly colors?: ColorTable | undefined;
}

/**
 * Photos need up to 32 rounds and no repairs; white borders need one round per subsequence. After 256 rounds
 * nothing can change within a workgroup.
 */
const USUAL = { rounds: 256, repairs: 2, guess: 0 } as const;

/** For pictures of almost only empty blocks. They never synchronise, but few states are possible. */
const FLAT = { rounds: 32, repairs: 0, guess: 0 } as const;

/** Bits per block below which a picture counts as flat. White takes 2 to 6, a product on white 25, a photo 50. */
const FLAT_BITS = 10;

/**
 * Lays out a picture that `whyNotSequential` accepts. Returns undefined when restart markers are missing: a
 * sequential decoder copes better with such a file.
 */
export function layOutDecode(
  bytes: Uint8Array,
  picture: JpegPicture,
  { shrink = 1, colors, ...options }: DecodeOptions = {},
): DecodeLayout | undefined {
  const components = placeComponents(picture, shrink);
  const scans = picture.scans.map((scan) => describeScan(scan, components));
  const data = takeData(bytes, picture, scans);
  if (!data) return undefined;
  const { subsequences } = data;
  const blocks = sum(components, ({ mcus, units }) => mcus * units[0] * units[1]);
  const { rounds, guess, repairs, thorough } = chooseEffort(data, blocks, options);
  const places = placeInput(components, scans, data, blocks);
  const symbols = Math.max(places.symbols, thorough ? TRAIL * subsequences : 0);
  const input = new Uint32Array(places.segmentOf + subsequences);
  const extent = shrunkExtent(picture, shrink);
  packHeader(input, { ...picture, ...extent }, components, scans, { ...places, symbols });
  input.set([rounds, guess], ROUNDS);
  packSegments(input, scans, data, places);
  packRanges(input, places);
  return {
    ...{ input, data, subsequences, repairs, thorough, blocks },
    segments: sum(scans, (scan) => scan.segments),
    realBlocks: places.realBlocks,
    pixels: extent.width * extent.height,
    channels: colors ? 3 : (components.length as 1 | 3 | 4),
    colors,
    words: {
      states: 4 * subsequences + tilesOf(2 * subsequences),
      symbols,
      blocks: 3 * blocks + tilesOf(blocks),
      planes: sum(components, planeWords),
      raw: Math.ceil(places.raw / 4),
      data: places.lastWord + 1,
      colors: colors?.words.length ?? 1,
    },
  };
}

/** Chooses the effort by the size of the picture and of its data. */
function chooseEffort(
  { segments, subsequences }: DecodeData,
  blocks: number,
  options?: Partial<Synchronisation>,
): Synchronisation {
  const bits = 8 * sum(segments.flat(), ({ bytes }) => bytes);
  const usual = bits < FLAT_BITS * blocks ? FLAT : USUAL;
  const { rounds, guess, repairs, thorough } = { thorough: undefined, ...usual, ...options };
  const others = subsequences / OWNED - 1;
  return {
    ...{ rounds, guess },
    repairs: Math.min(repairs, others),
    // If all workgroups could reach each other with enough rounds, nothing is left open.
    thorough: thorough ?? (others > repairs || rounds < USUAL.rounds),
  };
}

function placeInput(
  components: readonly PlacedComponent[],
  scans: readonly ScanLayout[],
  data: DecodeData,
  blocks: number,
): InputPlaces {
  const { subsequences, firsts, raw } = data;
  const segments = sum(scans, (scan) => scan.segments);
  const steps = TABLES + BLOCK * components.length;
  const behind = steps + sum(scans, ({ tables, units }) => tables.length * TABLE_WORDS + units.length);
  return {
    ...{ tables: TABLES, segments: behind, segmentOf: behind + 4 * segments, firsts, subsequences, blocks },
    raw: raw?.length ?? 0,
    lastWord: DATA + (subsequences * SUBSEQUENCE) / 4 - 1,
    symbols: symbolsAtMost(scans, data) + segments + subsequences,
    realBlocks: sum(components, ({ columns, rows }) => columns * rows),
  };
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** Upper bound for the AC coefficients in the data. */
function symbolsAtMost(scans: readonly ScanLayout[], { segments }: DecodeData): number {
  return sum(scans, (scan) => {
    const bits = 8 * sum(segments[scans.indexOf(scan)] ?? [], ({ bytes }) => bytes);
    return Math.ceil(bits / Math.min(...scan.tables.map(shortestValue)));
  });
}

/** Writes the segments, and the segment of each subsequence. */
function packSegments(
  input: Uint32Array,
  scans: readonly ScanLayout[],
  { segments, raw }: DecodeData,
  { segments: at, segmentOf, subsequences }: InputPlaces,
): void {
  input.fill(NONE, segmentOf, segmentOf + subsequences);
  let index = 0;
  scans.forEach(({ restart, mcus, units }, place) => {
    segments[place]?.forEach(({ offset, bytes }, nth) => {
      const first = offset / SUBSEQUENCE;
      const blocks = (Math.min(restart, mcus - nth * restart) * units.length) / 4;
      // When the GPU unstuffs, it also finds where segments end.
      const end = raw ? NONE : 8 * (offset + bytes);
      const last = first + Math.ceil(bytes / SUBSEQUENCE);
      // Written one by one, because there may be a segment for every MCU.
      input[at + 4 * index] = first;
      input[at + 4 * index + 1] = end;
      input[at + 4 * index + 2] = nth * restart;
      input[at + 4 * index + 3] = blocks;
      for (let subsequence = first; subsequence < last; subsequence++) input[segmentOf + subsequence] = index;
      index++;
    });
  });
}

function packRanges(input: Uint32Array, { subsequences, blocks, raw }: InputPlaces): void {
  const counts = 2 * subsequences;
  input.set([counts, counts, 2 * counts, tilesOf(counts)], RANGES.counts.offset / 4);
  input.set([2 * blocks, blocks, 3 * blocks, tilesOf(blocks)], RANGES.differences.offset / 4);
  input.set([0, 0, 0, tilesOf(raw)], RANGES.bytes.offset / 4);
}
