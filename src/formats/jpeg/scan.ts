/** Reads a JPEG into plain data: frame, scans and tables, without decoding the data. */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { corrupt } from '../checks.ts';
import { DEFAULT_READING } from '../input.ts';
import { Reader } from '../reader.ts';
import { type HuffmanSlots, type QuantisationSlots, readHuffman, readQuantisation } from './definitions.ts';
import { type JpegFrame, readJpegFrame } from './frame.ts';
import { isFrame, MARKER, type Segment, type WalkDepth, walkSegments } from './markers.ts';
import type { HuffmanSpec } from './tables.ts';

/** A component of the frame: sampling factors, and the quantisation steps in force at its first scan. */
interface JpegComponent {
  readonly across: number;
  readonly down: number;
  /** In zig-zag order. Undefined when the file defines none. */
  readonly quantisation: Uint16Array | undefined;
}

/** A component in a scan, with the Huffman tables in force. */
interface ScanComponent {
  /** Index in the frame. */
  readonly index: number;
  readonly dc: HuffmanSpec | undefined;
  readonly ac: HuffmanSpec | undefined;
}

export interface JpegScan {
  readonly components: readonly ScanComponent[];
  /** MCUs between restart markers; 0 for none. */
  readonly restart: number;
  /** First and last coefficient, and the bits of successive approximation, as in the scan header. */
  readonly spectrum: readonly [first: number, last: number, approximation: number];
  /** Start of the entropy-coded data, and offset of the marker after them. */
  readonly at: number;
  readonly end: number;
}

/** All that the segments of a JPEG define. */
export interface JpegPicture extends Extent, Pick<JpegFrame, 'ycc' | 'warns'> {
  /** The start-of-frame marker. */
  readonly marker: number;
  readonly components: readonly JpegComponent[];
  readonly scans: readonly JpegScan[];
}

export interface FrameComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly slot: number;
  quantisation: Uint16Array | undefined;
}

/**
 * Reads everything except the entropy-coded data, or what comes before them. Reads the frame only if `frame` is not given.
 * Throws like `Format.readHeader`.
 */
export function readJpegPicture(
  bytes: Uint8Array,
  limits: Limits,
  frame?: JpegFrame,
  depth: WalkDepth = 'whole',
): JpegPicture {
  const { width, height, ycc, warns } = frame ?? readJpegFrame(bytes, limits, DEFAULT_READING, depth);
  const quantisation: QuantisationSlots = new Map();
  const huffman: HuffmanSlots = new Map();
  const scans: Omit<JpegScan, 'end'>[] = [];
  const gaps = new Gaps(bytes);
  let [marker, restart] = [0, 0];
  let components: FrameComponent[] = [];
  const { entropyBytes } = walkSegments(
    bytes,
    limits,
    (segment) => {
      const { payload } = segment;
      gaps.visit(segment, scans.length > 0);
      if (segment.marker === MARKER.DQT) readQuantisation(payload, quantisation);
      else if (segment.marker === MARKER.DHT) readHuffman(payload, huffman);
      else if (segment.marker === MARKER.DRI) {
        checkLength(payload, 2);
        restart = new Reader(payload, 'big').u16(0);
      } else if (segment.marker === MARKER.SOS) {
        const at = payload.byteOffset - bytes.byteOffset + payload.length;
        scans.push({ ...readScan(payload, components, huffman), restart, at });
        for (const { index } of scans.at(-1)?.components ?? []) {
          const component = components[index] as FrameComponent;
          component.quantisation ??= quantisation.get(component.slot)?.slice();
        }
      } else if (isFrame(segment.marker)) {
        marker = segment.marker;
        components = readComponents(payload);
      }
    },
    depth,
  );
  gaps.finish(entropyBytes);
  const ended = scans.map((scan) => ({ ...scan, end: gaps.endOf(scan.at) }));
  return { width, height, ycc, warns, marker, components, scans: ended };
}

/** The gaps between segments: each is a scan's entropy-coded data. */
class Gaps {
  readonly #bytes: Uint8Array;
  readonly #ends = new Map<number, number>();
  #at = 0;
  #total = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  visit({ payload }: Segment, afterScan: boolean): void {
    const at = payload.byteOffset - this.#bytes.byteOffset;
    // The marker and the length take two bytes each.
    if (afterScan) this.#close(at - 4);
    this.#at = at + payload.length;
  }

  /** Ends the list. `total` is the length of all gaps; the part that is not yet counted belongs to the last gap. */
  finish(total: number): void {
    this.#close(this.#at + total - this.#total);
  }

  endOf(at: number): number {
    return this.#ends.get(at) ?? at;
  }

  #close(end: number): void {
    this.#ends.set(this.#at, end);
    this.#total += end - this.#at;
  }
}

/** Decoders refuse segments of a wrong length. */
function checkLength({ length }: Uint8Array, expected: number): void {
  if (length !== expected) throw corrupt('A segment of the picture has an impossible length');
}

export function readComponents(payload: Uint8Array): FrameComponent[] {
  const reader = new Reader(payload, 'big');
  checkLength(payload, 6 + 3 * reader.u8(5));
  return Array.from({ length: reader.u8(5) }, (_, index) => {
    const [id, sampling, slot] = [0, 1, 2].map((offset) => reader.u8(6 + 3 * index + offset));
    return {
      id: id as number,
      across: (sampling as number) >> 4,
      down: (sampling as number) & 15,
      slot: slot as number,
      quantisation: undefined,
    };
  });
}

export function readScan(
  payload: Uint8Array,
  frame: readonly FrameComponent[],
  huffman: HuffmanSlots,
): Pick<JpegScan, 'components' | 'spectrum'> {
  const reader = new Reader(payload, 'big');
  const count = reader.u8(0);
  checkLength(payload, 4 + 2 * count);
  const taken = new Set<number>();
  const components = Array.from({ length: count }, (_, at) => {
    const [id, slots] = [reader.u8(1 + 2 * at), reader.u8(2 + 2 * at)];
    // Some writers give components the same id. Then they come in order, as libjpeg has it.
    const index = frame.findIndex((component, place) => component.id === id && !taken.has(place));
    taken.add(index);
    if (index < 0) throw corrupt('A scan of the picture names a component that its frame does not have');
    return { index, dc: huffman.get(slots >> 4), ac: huffman.get(16 | (slots & 15)) };
  });
  const [first, last, approximation] = [0, 1, 2].map((offset) => reader.u8(1 + 2 * count + offset));
  return { components, spectrum: [first as number, last as number, approximation as number] };
}
