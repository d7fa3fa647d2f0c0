/**
 * Packs the header that the decoding shaders read: picture, components, scans and tables
 * (wgsl/codecs/jpeg/decode/header.wgsl).
 */
import type { Shrink } from '../../../formats/format.ts';
import {
  type ComponentLayout,
  layOutComponent,
  type ScaledComponent,
  scaleComponent,
} from '../../../formats/jpeg/geometry.ts';
import type { JpegPicture, JpegScan } from '../../../formats/jpeg/scan.ts';
import { BLOCK, type HuffmanSpec, ZIGZAG } from '../../../formats/jpeg/tables.ts';
import { packHuffman, TABLE_WORDS } from './decode-tables.ts';

/** Start and size in words of the header's structs. */
const COMPONENT = { at: 16, words: 16 } as const;
const SCAN = { at: 80, words: 8 } as const;

/** A component: its coded blocks, and its samples at the scale of decoding. */
export interface PlacedComponent extends Omit<ComponentLayout, keyof ScaledComponent>, ScaledComponent {
  /** Blocks of earlier components: `base` counts coded blocks, `first` those inside the picture. */
  readonly base: number;
  readonly first: number;
  /** Words of earlier components' samples, and words per row of samples. */
  readonly plane: number;
  readonly stride: number;
  /** MCUs between restart markers. */
  readonly restart: number;
}

/** A scan, as the shaders need it. */
export interface ScanLayout {
  readonly at: number;
  readonly mcus: number;
  /** MCUs between restart markers. All MCUs without markers. */
  readonly restart: number;
  readonly segments: number;
  readonly tables: readonly HuffmanSpec[];
  /**
   * For each block of an MCU: its first index, the step to the same block of the next MCU, and where its tables
   * start.
   */
  readonly units: Uint32Array;
}

/** Offsets in words, and sizes, of the parts of the input buffer. */
export interface InputPlaces {
  readonly tables: number;
  /** Bytes that the GPU has to unstuff. 0 when the host has unstuffed them. */
  readonly raw: number;
  /** Index of the last word of data. */
  readonly lastWord: number;
  readonly segments: number;
  readonly segmentOf: number;
  /** First subsequence of each scan. */
  readonly firsts: readonly number[];
  readonly subsequences: number;
  readonly symbols: number;
  readonly blocks: number;
  readonly realBlocks: number;
}

export function placeComponents(picture: JpegPicture, shrink: Shrink): PlacedComponent[] {
  let [base, first, plane] = [0, 0, 0];
  return picture.components.map((_, index) => {
    const layout = layOutComponent(picture, index);
    const scan = picture.scans.find(({ components }) => components.some((part) => part.index === index));
    const scaled = scaleComponent(layout, picture, shrink);
    const placed = {
      ...layout,
      ...scaled,
      base,
      first,
      plane,
      stride: layout.columns * (scaled.side === 8 ? 2 : 1),
      restart: Math.min(scan?.restart || Infinity, layout.mcus),
    };
    base += layout.mcus * layout.units[0] * layout.units[1];
    first += layout.columns * layout.rows;
    plane += planeWords(placed);
    return placed;
  });
}

/** Words of a component's samples. A word holds four samples of a row, or all samples of a block of up to 2 x 2. */
export function planeWords({
  rows,
  stride,
  side,
}: Pick<PlacedComponent, 'rows' | 'stride' | 'side'>): number {
  return rows * stride * (side >= 4 ? side : 1);
}

export function describeScan({ components, at }: JpegScan, placed: readonly PlacedComponent[]): ScanLayout {
  const parts = components.map(({ index, dc, ac }) => ({
    component: placed[index] as PlacedComponent,
    tables: [dc, ac] as [HuffmanSpec, HuffmanSpec],
  }));
  const tables = [...new Set(parts.flatMap((part) => part.tables))];
  const units = parts.flatMap(({ component: { units, base }, tables: [dc, ac] }) => {
    const step = units[0] * units[1];
    const both = TABLE_WORDS * (tables.indexOf(dc) | (tables.indexOf(ac) << 16));
    return Array.from({ length: step }, (_, k) => [base + k, step, both, 0]).flat();
  });
  const { mcus, restart } = (parts[0] as (typeof parts)[0]).component;
  return { at, mcus, restart, segments: Math.ceil(mcus / restart), tables, units: Uint32Array.from(units) };
}

/** Writes the header for the decoded extent, followed by quantisation steps, Huffman tables and units. */
export function packHeader(
  input: Uint32Array,
  { width, height, ycc, components: given }: JpegPicture,
  components: readonly PlacedComponent[],
  scans: readonly ScanLayout[],
  places: InputPlaces,
): void {
  let at = places.tables;
  // At 1/8 libjpeg repeats samples instead of interpolating (jdsample.c).
  const coarsest = components.some(({ side }) => side === 1);
  components.forEach((component, index) => {
    const { columns, units, base, first, plane, stride, mcusAcross, expand, restart, side } = component;
    const header = [columns, first, plane, stride, ...units, mcusAcross, base, component.width - 1];
    const fancy = isFancy(component) && !coarsest;
    header.push(component.height - 1, ...expand, fancy ? 1 : 0, restart, at, side);
    input.set(header, COMPONENT.at + COMPONENT.words * index);
    const steps = given[index]?.quantisation as Uint16Array;
    for (let k = 0; k < BLOCK; k++) input[at++] = ((steps[k] as number) << 16) | (ZIGZAG[k] as number);
  });
  scans.forEach(({ tables, units }, index) => {
    const unitsAt = at + tables.length * TABLE_WORDS;
    input.set(
      [places.firsts[index] as number, at, tables.length, unitsAt, units.length / 4],
      SCAN.at + SCAN.words * index,
    );
    for (const [nth, table] of tables.entries()) input.set(packHuffman(table), at + nth * TABLE_WORDS);
    input.set(units, unitsAt);
    at = unitsAt + units.length;
  });
  const { subsequences, segments, segmentOf, raw, lastWord, blocks, realBlocks, symbols } = places;
  input.set([
    width,
    height,
    components.length,
    components.length >= 3 && ycc ? 1 : 0,
    subsequences,
    scans.length,
  ]);
  input.set([segments, segmentOf, raw, lastWord, blocks, realBlocks, symbols], 6);
}

/** Whether libjpeg-turbo interpolates ("fancy upsampling") a component (jdsample.c). */
function isFancy({ width, expand: [across, down] }: ScaledComponent): boolean {
  if (across === 1) return down === 2;
  return across === 2 && down <= 2 && width > 2;
}
