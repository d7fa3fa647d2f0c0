/**
 * Decodes plain JPEGs, at the whole size or a part of it, in WebAssembly. The samples are libjpeg's, bit by bit, as libvips
 * returns them, in two thirds of the time and more.
 */
import { type Image, sampleCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Work } from '../../core/turns.ts';
import type { Shrink } from '../../formats/format.ts';
import { BLOCK, type HuffmanSpec, ZIGZAG } from '../../formats/jpeg/tables.ts';
import { Simd } from '../../kernels/simd/simd.ts';
import type { OpenedFile } from '../open.ts';
import { takeCodes } from './codes.ts';
import { Plane } from './planes.ts';
import { findReadable, type ReadableJpeg } from './readable.ts';
import { rowWriter } from './rows.ts';
import { ScanReader } from './scan-reader.ts';

/** Words of a unit, as in `jpeg-blocks.ts` of the SIMD code, and of them the place of its samples. */
const UNIT_WORDS = 8;
const TO = 5;

/** How a picture is decoded, and the memory for its samples. */
export interface Decoding {
  readonly limits: Limits;
  readonly shrink: Shrink;
  /** Memory of so many bytes, or more. */
  allocate(bytes: number): Uint8Array;
}

/**
 * The picture as stored, not turned upright, its sides divided by `shrink` and rounded down. Undefined for a JPEG of another
 * kind, and for data with anything wrong.
 */
export function* decodePlainJpeg(
  file: OpenedFile,
  { limits, shrink, allocate }: Decoding,
): Work<Image | undefined> {
  const jpeg = findReadable(file, limits, shrink);
  if (!jpeg) return undefined;
  const { from, end } = file.header.data as { from: number; end: number };
  const data = file.bytes.subarray(from, end + 2);
  const { width, height } = jpeg;
  const shape = { width, height, channels: jpeg.components.length === 1 ? 1 : 3, type: 'u8' } as const;
  const length = sampleCount(shape);
  const image: Image = { ...shape, data: allocate(length).subarray(0, length), space: 'srgb' };
  const isWhole = yield* Simd.lend((simd) => decodeInto(simd, jpeg, data, image));
  return isWhole ? image : undefined;
}

function* decodeInto(simd: Simd, jpeg: ReadableJpeg, data: Uint8Array, image: Image): Work<boolean> {
  const { components, scan, across, down } = jpeg;
  const planes = components.map((component) => new Plane(simd, component, jpeg));
  const reader = new ScanReader(simd, { bytes: data, restart: scan.restart, mcus: across * down });
  const units = takeUnits(simd, jpeg, planes, reader.lasts);
  const write = rowWriter(simd, planes, image);
  for (let row = 0; row < down; row++) {
    yield;
    units.begin(row);
    if (!reader.read(units.place, units.count, across)) return false;
    write(row + 1, row + 1 === down);
  }
  return true;
}

/** The blocks of an MCU in the SIMD memory. */
function takeUnits(simd: Simd, { picture, scan }: ReadableJpeg, planes: readonly Plane[], lasts: number) {
  const codes = takeCodes(simd);
  const units = planes.flatMap(({ component: { side, units }, stride }, index) => {
    const steps = takeSteps(simd, picture.components[index]?.quantisation as Uint16Array);
    const tables = scan.components.find((other) => other.index === index);
    const [dc, ac] = [codes(tables?.dc as HuffmanSpec, false), codes(tables?.ac as HuffmanSpec, true)];
    return Array.from({ length: units[0] * units[1] }, (_, nth) => ({
      words: [dc, ac, lasts + 4 * index, steps, side, 0, stride, units[0] * side],
      plane: planes[index] as Plane,
      offset: Math.floor(nth / units[0]) * side * stride + (nth % units[0]) * side,
    }));
  });
  const place = simd.take(4 * UNIT_WORDS * units.length);
  for (const [nth, { words }] of units.entries()) simd.words.set(words, place / 4 + UNIT_WORDS * nth);
  return {
    place,
    count: units.length,
    begin(mcuRow: number): void {
      const { words } = simd;
      for (const [nth, { plane, offset }] of units.entries()) {
        words[place / 4 + UNIT_WORDS * nth + TO] = plane.begin(mcuRow) + offset;
      }
    },
  };
}

/** Quantisation steps by row. */
function takeSteps(simd: Simd, steps: Uint16Array): number {
  const place = simd.take(2 * BLOCK);
  for (const [k, step] of steps.entries()) simd.halves[place / 2 + (ZIGZAG[k] as number)] = step;
  return place;
}
