import { cutEntropy, type EntropySegment } from '../../../codecs/jpeg-entropy.ts';
import type { JpegPicture } from '../../../codecs/jpeg-scan.ts';
import { BLOCK } from '../../../codecs/jpeg-tables.ts';
import {
  describeScan,
  type InputPlaces,
  type PlacedComponent,
  packHeader,
  placeComponents,
  type ScanLayout,
} from './decode-header.ts';
import { shortestValue, TABLE_WORDS } from './decode-tables.ts';

/** Bytes of a subsequence, and how many a workgroup owns: as in wgsl/codecs/jpeg/decode/header.wgsl. */
const SUBSEQUENCE = 128;
export const OWNED = 240;

/** Items of a tile of wgsl/codecs/jpeg/decode/scan.wgsl. */
const TILE = 4096;

/** Words that wgsl/codecs/jpeg/decode/candidates.wgsl keeps of a subsequence, where symbols come later. */
const TRAIL = 18;

/** Where in the header the rounds stand, and behind them the guess. */
const ROUNDS = 13;

/** Words before the tables: the header, and two ranges for scan.wgsl. */
const TABLES = 256;

/** Bytes of the uniforms, at offsets that are aligned as any device asks. */
export const HEADER = { offset: 0, size: 352 } as const;
export const RANGES = { counts: { offset: 512, size: 16 }, differences: { offset: 768, size: 16 } } as const;

/** What the shaders need to decode a picture, and how much of it there is. */
export interface DecodeLayout {
  /** Everything that is uploaded. */
  readonly input: Uint32Array<ArrayBuffer>;
  readonly segments: number;
  readonly subsequences: number;
  readonly repairs: number;
  readonly thorough: boolean;
  /** Blocks as they are coded, and those that hold something real. */
  readonly blocks: number;
  readonly realBlocks: number;
  readonly pixels: number;
  readonly channels: 1 | 3;
  /** Words of each buffer. */
  readonly words: {
    readonly states: number;
    readonly symbols: number;
    readonly blocks: number;
    readonly planes: number;
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
export interface Synchronisation {
  /** Rounds within a workgroup at most, up to 256. */
  readonly rounds: number;
  /** Times that workgroups hear of what those before them have found. */
  readonly repairs: number;
  /** Whether to follow all ways in which a decoder may be wrong, for what does not synchronise. */
  readonly thorough: boolean;
  /** The state that every subsequence is believed to begin with. */
  readonly guess: number;
}

/**
 * Photos take up to 22 rounds, and hardly ever a repair; white around them as many as it has subsequences. After
 * 256 rounds there is nothing left to change within a workgroup.
 */
const USUAL: Synchronisation = { rounds: 256, repairs: 2, thorough: false, guess: 0 };

/** For pictures of hardly more than empty blocks, which never synchronise but have few ways to be wrong. */
const FLAT: Synchronisation = { rounds: 32, repairs: 0, thorough: true, guess: 0 };

/** Bits of a block below which a picture is flat. White takes 2 to 6, a photo 50, a product on white 25. */
const FLAT_BITS = 10;

/** All that can be done, for what was not synchronised otherwise. */
export const THOROUGH: Synchronisation = { rounds: 256, repairs: 2, thorough: true, guess: 0 };

/**
 * Lays out a picture that `whyNotSequential` has nothing against. Undefined where restart markers are
 * missing: a decoder that goes through the data in order makes the best of it.
 */
export function layOutDecode(
  bytes: Uint8Array,
  picture: JpegPicture,
  options?: Partial<Synchronisation>,
): DecodeLayout | undefined {
  const components = placeComponents(picture);
  const scans = picture.scans.map((scan) => describeScan(scan, components));
  const segments = sum(scans, (scan) => scan.segments);
  const tableWords =
    BLOCK * components.length + sum(scans, ({ tables, units }) => tables.length * TABLE_WORDS + units.length);
  const data = TABLES + tableWords;
  const room = Math.ceil(bytes.length / SUBSEQUENCE) + segments + scans.length * OWNED + 1;
  const input = new Uint32Array(data + (room * SUBSEQUENCE) / 4 + 4 * segments + room);
  const entropy = Buffer.from(input.buffer, 4 * data, room * SUBSEQUENCE);
  const cut = cutScans(bytes, scans, entropy);
  if (!cut) return undefined;
  entropy.subarray(0, cut.end).swap32();
  const subsequences = cut.end / SUBSEQUENCE;
  const bits = 8 * sum(cut.segments.flat(), ({ bytes }) => bytes);
  const blocks = sum(components, ({ mcus, units }) => mcus * units[0] * units[1]);
  const { rounds, repairs, thorough, guess } = { ...(bits < FLAT_BITS * blocks ? FLAT : USUAL), ...options };
  const places = {
    tables: TABLES,
    data,
    end: data + cut.end / 4,
    segments: data + cut.end / 4,
    segmentOf: data + cut.end / 4 + 4 * segments,
    firsts: cut.firsts,
    subsequences,
    symbols: Math.max(
      symbolsAtMost(scans, cut.segments) + segments + subsequences,
      thorough ? TRAIL * subsequences : 0,
    ),
    blocks,
    realBlocks: sum(components, ({ columns, rows }) => columns * rows),
  };
  packHeader(input, picture, components, scans, places);
  input.set([rounds, guess], ROUNDS);
  packSegments(input, scans, cut.segments, places);
  packRanges(input, places);
  return {
    input: input.subarray(0, places.segmentOf + subsequences),
    segments,
    subsequences,
    // A workgroup alone has nobody to hear of.
    repairs: Math.min(repairs, subsequences / OWNED - 1),
    thorough,
    blocks,
    realBlocks: places.realBlocks,
    pixels: picture.width * picture.height,
    channels: components.length === 1 ? 1 : 3,
    words: {
      states: 4 * subsequences + tilesOf(2 * subsequences),
      symbols: places.symbols,
      blocks: 3 * places.blocks + tilesOf(places.blocks),
      planes: sum(components, planeWords),
    },
  };
}

function planeWords({ columns, rows }: PlacedComponent): number {
  return columns * rows * 16;
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** Cuts the data of all scans; each begins with a workgroup's first subsequence. */
function cutScans(bytes: Uint8Array, scans: readonly ScanLayout[], into: Uint8Array) {
  const segments: (readonly EntropySegment[])[] = [];
  const firsts: number[] = [];
  let end = 0;
  for (const { at, segments: count } of scans) {
    firsts.push(end / SUBSEQUENCE);
    const cut = cutEntropy(bytes, at, into, end, { count, align: SUBSEQUENCE });
    if (!cut) return undefined;
    segments.push(cut.segments);
    end = Math.ceil(cut.end / (SUBSEQUENCE * OWNED)) * SUBSEQUENCE * OWNED;
  }
  return { segments, firsts, end };
}

/** AC coefficients that the data can hold. */
function symbolsAtMost(
  scans: readonly ScanLayout[],
  segments: readonly (readonly EntropySegment[])[],
): number {
  return sum(scans, (scan) => {
    const bits = 8 * sum(segments[scans.indexOf(scan)] ?? [], ({ bytes }) => bytes);
    return Math.ceil(bits / Math.min(...scan.tables.map(shortestValue)));
  });
}

/** Writes the segments, and for each subsequence which one it belongs to. */
function packSegments(
  input: Uint32Array,
  scans: readonly ScanLayout[],
  segments: readonly (readonly EntropySegment[])[],
  { segments: at, segmentOf, subsequences }: InputPlaces,
): void {
  input.fill(0xffffffff, segmentOf, segmentOf + subsequences);
  let index = 0;
  scans.forEach(({ restart, mcus, units }, place) => {
    segments[place]?.forEach(({ offset, bytes }, nth) => {
      const first = offset / SUBSEQUENCE;
      const blocks = (Math.min(restart, mcus - nth * restart) * units.length) / 4;
      input.set([first, 8 * (offset + bytes), nth * restart, blocks], at + 4 * index);
      input.fill(index, segmentOf + first, segmentOf + first + Math.ceil(bytes / SUBSEQUENCE));
      index++;
    });
  });
}

function packRanges(input: Uint32Array, { subsequences, blocks }: InputPlaces): void {
  const counts = 2 * subsequences;
  input.set([counts, counts, 2 * counts, tilesOf(counts)], RANGES.counts.offset / 4);
  input.set([2 * blocks, blocks, 3 * blocks, tilesOf(blocks)], RANGES.differences.offset / 4);
}
