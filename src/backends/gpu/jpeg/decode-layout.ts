// Lays out the buffers that a JPEG is decoded with.
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

/** Items of a tile of wgsl/lib/prefix_sum/buffer.wgsl, and bytes of one of unstuff.wgsl. */
const TILE = 4096;

/** Words that wgsl/codecs/jpeg/decode/candidates.wgsl keeps of a subsequence, where symbols come later. */
const TRAIL = 18;

/** `NONE` of wgsl/codecs/jpeg/decode/header.wgsl. */
const NONE = 0xffffffff;

/** Where in the header the rounds stand, and behind them the guess. */
const ROUNDS = 13;

/** Words before the tables: the header, and three ranges for prefix sums. */
const TABLES = 320;

/** Bytes of the uniforms, at offsets that are aligned as any device asks. */
export const HEADER = { offset: 0, size: 448 } as const;
export const RANGES = {
  counts: { offset: 512, size: 16 },
  differences: { offset: 768, size: 16 },
  bytes: { offset: 1024, size: 16 },
} as const;

/** What the shaders need to decode a picture, and how much of it there is. */
export interface DecodeLayout {
  /** Everything that is uploaded: header and tables, and the data. */
  readonly input: Uint32Array<ArrayBuffer>;
  readonly data: DecodeData;
  readonly segments: number;
  readonly subsequences: number;
  readonly repairs: number;
  readonly thorough: boolean;
  /** Blocks as they are coded, and those that hold something real. */
  readonly blocks: number;
  readonly realBlocks: number;
  /** Of the picture as it is decoded. */
  readonly pixels: number;
  readonly channels: 1 | 3 | 4;
  /** What turns components to sRGB, where they are something else. */
  readonly colors: ColorTable | undefined;
  /** Words of each buffer. */
  readonly words: {
    readonly states: number;
    readonly symbols: number;
    readonly blocks: number;
    readonly planes: number;
    /** Of the data, as the file has them and as the shaders take them. */
    readonly raw: number;
    readonly data: number;
    readonly colors: number;
  };
}

/** Bytes of the texels of a picture: whole quads. */
export function goalBytes({ pixels, channels }: DecodeLayout): number {
  return Math.ceil(pixels / 4) * 4 * channels;
}

/** Tiles that sums over so many items are cut into. */
export function tilesOf(items: number): number {
  return Math.ceil(items / TILE);
}

/** How hard to look for where subsequences begin; the pixels are the same, if there are any. */
interface Synchronisation {
  /** Rounds within a workgroup at most, up to 256. */
  readonly rounds: number;
  /** Times that workgroups hear of what those before them have found. */
  readonly repairs: number;
  /** Whether to follow all ways in which a decoder may be wrong, if it does not synchronise. */
  readonly thorough: boolean;
  /** The state that every subsequence is believed to begin with. */
  readonly guess: number;
}

/** How to decode a picture. */
export interface DecodeOptions extends Partial<Synchronisation> {
  /** What its sides are divided by; 1 unless told. */
  readonly shrink?: Shrink | undefined;
  /** What turns three or four components to sRGB; without one they stay RGB, or cyan, magenta, yellow and black. */
  readonly colors?: ColorTable | undefined;
}

/**
 * Photos take up to 32 rounds and no repairs; white around them as many rounds as it has subsequences. After 256
 * rounds there is nothing left to change within a workgroup.
 */
const USUAL = { rounds: 256, repairs: 2, guess: 0 } as const;

/** For pictures of hardly more than empty blocks, which never synchronise but have few ways to be wrong. */
const FLAT = { rounds: 32, repairs: 0, guess: 0 } as const;

/** Bits of a block below which a picture is flat. White takes 2 to 6, a photo 50, a product on white 25. */
const FLAT_BITS = 10;

/**
 * Lays out a picture that `whyNotSequential` has nothing against. Undefined where restart markers are
 * missing: a decoder that goes through the data in order makes the best of it.
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

/** How hard to look, by how much there is of a picture. */
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
    // Workgroups that could all hear of each other, and had time, have left nothing open.
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

/** AC coefficients that the data can hold. */
function symbolsAtMost(scans: readonly ScanLayout[], { segments }: DecodeData): number {
  return sum(scans, (scan) => {
    const bits = 8 * sum(segments[scans.indexOf(scan)] ?? [], ({ bytes }) => bytes);
    return Math.ceil(bits / Math.min(...scan.tables.map(shortestValue)));
  });
}

/** Writes the segments, and for each subsequence which one it belongs to. */
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
      // Where the GPU unstuffs, it finds out where they end.
      const end = raw ? NONE : 8 * (offset + bytes);
      const last = first + Math.ceil(bytes / SUBSEQUENCE);
      // One by one, since there may be a segment for every MCU.
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
