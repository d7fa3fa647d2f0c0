/** Which JPEGs Noir's own decoder reads: plain photos in Huffman codes, one scan for all components. */
import { isNoirError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import type { Header, Shrink } from '../../formats/format.ts';
import {
  layOutComponent,
  type ScaledComponent,
  scaleComponent,
  whyNotSequential,
} from '../../formats/jpeg/geometry.ts';
import { type JpegPicture, type JpegScan, readJpegPicture } from '../../formats/jpeg/scan.ts';
import type { HuffmanSpec } from '../../formats/jpeg/tables.ts';
import type { OpenedFile } from '../open.ts';

/** A JPEG that the decoder reads, and how it does at a part of its size. */
export interface ReadableJpeg {
  readonly picture: JpegPicture;
  readonly scan: JpegScan;
  readonly components: readonly ReadableComponent[];
  /** MCUs in a row, and rows of them. */
  readonly across: number;
  readonly down: number;
  /** Extent of the result. The last columns and rows that are no whole pixel of it are left out, as libvips does. */
  readonly width: number;
  readonly height: number;
}

export interface ReadableComponent extends ScaledComponent {
  /** Its blocks in an MCU. */
  readonly units: readonly [across: number, down: number];
}

/** Most bits of values in pictures of 8 bits per sample (ITU-T T.81, tables F.1 and F.2). */
const DC_BITS = 11;
const AC_BITS = 10;

/** Largest quantisation step that 16-bit signed numbers hold. */
const LARGEST_STEP = 2 ** 15 - 1;

/** libjpeg repeats samples in place of widening rows that are shorter than this. */
const SHORTEST = 3;

/** Whether it may be one, as far as its header tells. */
function mayBeReadable(
  { format, type, profile, crop, data, channels, width, height }: Header,
  shrink: Shrink,
): boolean {
  // libvips converts the colours of other profiles.
  const isPlain = profile === 'none' || profile === 'srgb' || profile === 'unusable';
  return (
    format === 'jpeg' &&
    type === 'u8' &&
    channels !== 4 &&
    isPlain &&
    !crop &&
    data?.end !== undefined &&
    data.sequential === 1 &&
    Math.min(width, height) >= shrink
  );
}

/** Undefined for a file that the decoder does not read, which may be a good JPEG all the same. */
export function findReadable(
  { bytes, header }: OpenedFile,
  limits: Limits,
  shrink: Shrink,
): ReadableJpeg | undefined {
  const picture = mayBeReadable(header, shrink) ? readBeginning(bytes, limits) : undefined;
  if (!picture) return undefined;
  const [scan] = picture.scans;
  const isGray = picture.components.length === 1;
  if (!scan || whyNotSequential(picture) !== undefined || !isUsual(picture, scan)) return undefined;
  if (!isGray && !(picture.components.length === 3 && picture.ycc)) return undefined;
  // libvips' pipelines decline what libjpeg warns of, so that another way is taken.
  if (picture.warns) return undefined;
  const layouts = picture.components.map((_, index) => layOutComponent(picture, index));
  const components = layouts.map((layout) => ({
    ...scaleComponent(layout, picture, shrink),
    units: layout.units,
  }));
  if (!components.every((component, index) => isWidened(component, index, shrink))) return undefined;
  const [first] = layouts;
  const across = first?.mcusAcross ?? 0;
  return {
    ...{ picture, scan, components, across },
    down: (first?.mcus ?? 0) / across,
    width: Math.floor(picture.width / shrink),
    height: Math.floor(picture.height / shrink),
  };
}

/** Undefined where a segment is not as it should be: libjpeg overlooks faults in tables that no scan uses. */
function readBeginning(bytes: Uint8Array, limits: Limits): JpegPicture | undefined {
  try {
    return readJpegPicture(bytes, limits, undefined, 'beginning');
  } catch (error) {
    if (isNoirError(error)) return undefined;
    throw error;
  }
}

function isUsual({ components }: JpegPicture, scan: JpegScan): boolean {
  return (
    components.every(({ quantisation }) => quantisation?.every((step) => step <= LARGEST_STEP)) &&
    // libjpeg refuses a scan whose components come in another order than those of the frame.
    scan.components.every(
      ({ index, dc, ac }, nth) => index === nth && isUsualCode(dc, DC_BITS) && isUsualCode(ac, AC_BITS),
    )
  );
}

/** Whether values have at most so many bits, and no code is all ones, which libjpeg refuses (ITU-T T.81 C.2). */
function isUsualCode(spec: HuffmanSpec | undefined, most: number): boolean {
  if (!spec?.symbols.every((symbol) => (symbol & 15) <= most)) return false;
  // The share of all codes of 16 bits that begin with one of these.
  const taken = spec.counts.reduce((sum, count, index) => sum + count * 2 ** (15 - index), 0);
  return taken < 2 ** 16;
}

/** Whether the component needs no other widening than libjpeg's own to both sides or along rows. */
function isWidened({ expand: [across, down], width }: ReadableComponent, index: number, shrink: Shrink) {
  if (across === 1 && down === 1) return true;
  // The first component has the most samples, unless a file is made to confuse.
  if (index === 0 || across !== 2 || down > 2 || width < SHORTEST) return false;
  // At an eighth, libjpeg repeats samples.
  return shrink < 8;
}
