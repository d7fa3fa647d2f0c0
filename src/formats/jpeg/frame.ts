/** Reads the properties of the picture from the segments of a JPEG. */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { checkDeclaredExtent, corrupt, truncated, unsupportedDepth } from '../checks.ts';
import { readOrientation } from '../exif.ts';
import type { Header } from '../format.ts';
import type { Profile } from '../icc/icc.ts';
import { DEFAULT_READING, type Reading } from '../input.ts';
import { hasText, Reader } from '../reader.ts';
import { isFrame, MARKER, type Segment, type Walk, type WalkDepth, walkSegments } from './markers.ts';
import { ProfileParts } from './profile.ts';

/** Facts from all segments. */
export interface JpegFrame extends Extent {
  readonly components: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** Colour space of the ICC profile. `none` for CMYK. */
  readonly profile: Profile;
  /** Whether the first components are YCbCr rather than RGB or inks. */
  readonly ycc: boolean;
  /** Whether libjpeg warns of an unknown version of JFIF or code of Adobe, which decide no sample. */
  readonly warns: boolean;
  /** Whether its data is coded arithmetically, not in Huffman codes. */
  readonly arithmetic: boolean;
  /** As in `Header`. */
  readonly detail: number;
  readonly data: NonNullable<Header['data']>;
}

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

interface Frame extends Extent {
  readonly marker: number;
  readonly precision: number;
  readonly components: readonly Component[];
}

/** Reads all segments of a JPEG, or those before its data. Throws like `Format.readHeader`. */
export function readJpegFrame(
  bytes: Uint8Array,
  limits: Limits,
  { failOn }: Reading = DEFAULT_READING,
  depth: WalkDepth = 'whole',
): JpegFrame {
  let frame: Frame | undefined;
  let orientation: number | undefined;
  let [jfif, version, adobe, step] = [false, 1, -1, 1];
  const parts = new ProfileParts();
  const scanned = new Set<number>();
  const walk = walkSegments(
    bytes,
    limits,
    (segment) => {
      const { marker, payload } = segment;
      if (isFrame(marker)) {
        if (frame) throw corrupt('The picture has two frames');
        if (isLater(segment.payload, bytes))
          throw unsupportedDepth('JPEG with its height behind the data (DNL) cannot be read');
        frame = readFrame(segment, limits);
      } else if (marker === MARKER.SOF55) throw unsupportedDepth('JPEG-LS cannot be read');
      else if (marker === MARKER.SOS && !frame) throw corrupt('The picture has a scan before its frame');
      else if (marker === MARKER.SOS) scanIds(payload, scanned);
      else if (marker === MARKER.APP0 && isApplication(payload, 'JFIF\0', JFIF_BYTES)) {
        jfif = true;
        version = payload[5] as number;
      } else if (marker === MARKER.DQT) step = meanStep(payload) ?? step;
      else if (marker === MARKER.APP2) parts.add(payload);
      else if (marker === MARKER.APP1 && hasText(payload, 0, 'Exif\0\0')) {
        orientation ??= readOrientation(payload);
      } else if (marker === MARKER.APP14 && isApplication(payload, 'Adobe', ADOBE_BYTES)) {
        adobe = payload[11] as number;
      }
    },
    depth,
  );
  if (!frame) throw corrupt('The picture has no frame');
  if (walk.scans === 0) throw truncated('The picture has no scan');
  if (failOn !== 'none' && depth === 'whole') checkEntropy(frame, walk, scanned);
  if (failOn === 'warning' && walk.strays) throw corrupt('The picture has bytes between its segments');
  const { width, height, components } = frame;
  const ycc = isYcc(components, jfif, adobe);
  const profile = components.length === 4 ? 'none' : parts.read(components.length === 1 ? 1 : 3);
  const detail = (walk.entropyBytes / (width * height)) * Math.sqrt(step);
  return {
    width,
    height,
    components: components.length,
    orientation: orientation ?? 1,
    ycc,
    warns: version !== 1 || (!jfif && components.length === 3 && adobe > 1),
    arithmetic: frame.marker > 0xc8,
    profile,
    detail,
    data: { from: walk.from, end: walk.end, sequential: frame.marker < 0xc2 ? walk.scans : 0 },
  };
}

/** Least bytes of the payloads. libjpeg ignores shorter ones (jdmarker.c). */
const JFIF_BYTES = 14;
const ADOBE_BYTES = 12;

function isApplication(payload: Uint8Array, name: string, least: number): boolean {
  return payload.length >= least && hasText(payload, 0, name);
}

/** Mean step of quantisation table 0, luma's. Undefined for other or malformed tables. */
function meanStep(payload: Uint8Array): number | undefined {
  // ITU-T T.81 B.2.4.1: precision and slot, then 64 steps of 8 or 16 bits.
  if (payload.length < 65 || payload[0] !== 0) return undefined;
  return payload.subarray(1, 65).reduce((sum, step) => sum + step, 0) / 64;
}

/** Adds the ids of a scan's components. */
function scanIds(payload: Uint8Array, ids: Set<number>): void {
  for (let nth = 0; nth < (payload[0] ?? 0); nth++) ids.add(payload[1 + 2 * nth] ?? -1);
}

/** A height of 0 that a segment after the data replaces (ITU-T T.81 B.2.5). */
const LINES = Buffer.of(0xff, 0xdc, 0, 4);

function isLater(frame: Uint8Array, bytes: Uint8Array): boolean {
  if (frame[1] !== 0 || frame[2] !== 0) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(LINES);
}

function readFrame({ marker, payload }: Segment, limits: Limits): Frame {
  const reader = new Reader(payload, 'big');
  const [precision, height, width, count] = [reader.u8(0), reader.u16(1), reader.u16(3), reader.u8(5)];
  checkDeclaredExtent({ width, height }, limits);
  // Baseline, extended, progressive, and the latter two with arithmetic coding. Others are lossless or
  // hierarchical.
  if (![0xc0, 0xc1, 0xc2, 0xc9, 0xca].includes(marker)) {
    throw unsupportedDepth('Lossless and hierarchical JPEG cannot be read');
  }
  if (precision !== 8) throw unsupportedDepth(`JPEG of ${precision} bits per sample cannot be read`);
  if (count === 0) throw corrupt('The picture has no components');
  if (![1, 3, 4].includes(count)) throw unsupportedDepth(`JPEG of ${count} components cannot be read`);
  const components = Array.from({ length: count }, (_, index) => readComponent(reader, 6 + index * 3));
  return { marker, precision, width, height, components };
}

function readComponent(reader: Reader, at: number): Component {
  const sampling = reader.u8(at + 1);
  const component = { id: reader.u8(at), across: sampling >> 4, down: sampling & 15 };
  // ITU-T T.81 B.2.2: sampling factors are 1 to 4.
  if ([component.across, component.down].some((factor) => factor < 1 || factor > 4)) {
    throw corrupt('The picture has an impossible sampling factor');
  }
  return component;
}

/**
 * Decoders fill missing data with gray, so 64 bytes could become 50 megapixels. Each block takes at least one Huffman
 * code for its DC, and so one bit. Arithmetic coding can take less.
 */
function checkEntropy(
  { marker, width, height, components }: Frame,
  { entropyBytes, end }: Walk,
  scanned: ReadonlySet<number>,
): void {
  if (end !== undefined && components.some(({ id }) => !scanned.has(id))) {
    throw truncated('The picture ends before all of its scans');
  }
  const blocks = (samples: number, factor: number, most: number) =>
    Math.ceil(Math.ceil((samples * factor) / most) / 8);
  const across = Math.max(...components.map((component) => component.across));
  const down = Math.max(...components.map((component) => component.down));
  let total = 0;
  for (const component of components) {
    total += blocks(width, component.across, across) * blocks(height, component.down, down);
  }
  if (marker < 0xc8 && entropyBytes * 8 < total) throw truncated('The picture has too little data');
}

/** Follows libjpeg: JFIF means YCbCr, an Adobe segment says which, and otherwise the ids `RGB` mean RGB. */
function isYcc(components: readonly Component[], jfif: boolean, adobe: number): boolean {
  if (components.length === 3 && jfif) return true;
  if (adobe >= 0) return adobe !== 0;
  const ids = String.fromCharCode(...components.map((component) => component.id));
  return components.length === 3 && ids !== 'RGB';
}
