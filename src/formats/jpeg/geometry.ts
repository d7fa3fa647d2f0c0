/** Positions and sizes of a JPEG's components, blocks and MCUs. */
import type { Extent } from '../../core/image.ts';
import type { Shrink } from '../format.ts';
import type { JpegPicture, JpegScan } from './scan.ts';

/** A component's blocks, in the picture and in its scan. */
export interface ComponentLayout {
  /** Samples inside the picture. The rest of its blocks is padding. */
  readonly width: number;
  readonly height: number;
  /** Blocks of 8 x 8 that cover these samples. */
  readonly columns: number;
  readonly rows: number;
  /** Factors from the component's to the picture's resolution. */
  readonly expand: readonly [across: number, down: number];
  /** Its blocks in one MCU of its scan. */
  readonly units: readonly [across: number, down: number];
  /** MCUs per row of its scan, and in the whole scan. */
  readonly mcusAcross: number;
  readonly mcus: number;
}

/** Most data units in an MCU (ITU-T T.81 B.2.3). */
const MOST_UNITS = 10;

/**
 * The reason why a picture is not sequential Huffman with each component in one scan; undefined if it is. A refused
 * picture may still be a good JPEG.
 */
export function whyNotSequential({ marker, components, scans }: JpegPicture): string | undefined {
  if (marker !== 0xc0 && marker !== 0xc1) return 'not sequential with Huffman codes';
  const listed = scans.flatMap((scan) => scan.components.map(({ index }) => index));
  if (listed.length !== components.length || new Set(listed).size !== listed.length) {
    return 'components that are not in one scan each';
  }
  if (components.some(({ quantisation }) => !quantisation)) return 'no quantisation table';
  const [most, tallest] = largest(components);
  if (components.some(({ across, down }) => most % across !== 0 || tallest % down !== 0)) {
    return 'fractional sampling';
  }
  return scans.map((scan) => whyNotScan(components, scan)).find((reason) => reason !== undefined);
}

function whyNotScan(
  frame: JpegPicture['components'],
  { components, spectrum }: JpegScan,
): string | undefined {
  if (spectrum.join() !== '0,63,0') return 'a scan of part of the spectrum';
  if (components.some(({ dc, ac }) => !dc || !ac)) return 'no Huffman table';
  if (components.some(({ dc }) => dc?.symbols.some((size) => size > 15))) return 'impossible DC sizes';
  const units = components.map(({ index }) => (frame[index]?.across ?? 0) * (frame[index]?.down ?? 0));
  const sum = units.reduce((total, count) => total + count, 0);
  return components.length > 1 && sum > MOST_UNITS ? 'too many blocks in an MCU' : undefined;
}

/** Lays out a component of such a picture. */
export function layOutComponent(picture: JpegPicture, index: number): ComponentLayout {
  const { width, height, components, scans } = picture;
  const [most, tallest] = largest(components);
  const { across, down } = components[index] as JpegPicture['components'][0];
  const samples = [Math.ceil((width * across) / most), Math.ceil((height * down) / tallest)] as const;
  const [columns, rows] = [Math.ceil(samples[0] / 8), Math.ceil(samples[1] / 8)];
  // A scan of one component has MCUs of one block, and no blocks outside the picture.
  const alone = scans.some((scan) => scan.components.length === 1 && scan.components[0]?.index === index);
  const mcusAcross = alone ? columns : Math.ceil(width / (8 * most));
  return {
    width: samples[0],
    height: samples[1],
    columns,
    rows,
    expand: [most / across, tallest / down],
    units: alone ? [1, 1] : [across, down],
    mcusAcross,
    mcus: mcusAcross * (alone ? rows : Math.ceil(height / (8 * tallest))),
  };
}

/** A component's samples when the picture is decoded at a smaller scale. */
export interface ScaledComponent extends Pick<ComponentLayout, 'width' | 'height' | 'expand'> {
  /** Samples per block side. */
  readonly side: Shrink;
}

/**
 * A component of a picture whose sides are divided by `shrink`. As in libjpeg (jdmaster.c), a component that is
 * subsampled in both directions keeps larger blocks, so that less needs interpolation.
 */
export function scaleComponent(
  { expand }: Pick<ComponentLayout, 'expand'>,
  picture: Extent,
  shrink: Shrink,
): ScaledComponent {
  let side = 8 / shrink;
  let [across, down] = expand;
  while (side < 8 && across % 2 === 0 && down % 2 === 0)
    [side, across, down] = [2 * side, across / 2, down / 2];
  const { width, height } = shrunkExtent(picture, shrink);
  return {
    width: Math.ceil(width / across),
    height: Math.ceil(height / down),
    expand: [across, down],
    side: side as Shrink,
  };
}

/** Extent of a picture decoded with divided sides, rounded up. */
export function shrunkExtent({ width, height }: Extent, shrink: Shrink): Extent {
  return { width: Math.ceil(width / shrink), height: Math.ceil(height / shrink) };
}

function largest(components: JpegPicture['components']): [across: number, down: number] {
  return [
    Math.max(...components.map(({ across }) => across)),
    Math.max(...components.map(({ down }) => down)),
  ];
}
