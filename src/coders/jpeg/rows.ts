/** Writes the rows of the picture: widens chroma, and converts to RGB. */
import type { Image } from '../../core/image.ts';
import type { Simd } from '../../kernels/simd/simd.ts';
import type { Plane } from './planes.ts';

/** Bytes that are written behind a row. */
const BEHIND = 64;

/** Gives the place of a row's chroma samples, one for each pixel. */
type Widened = (y: number) => number;

/** Writes all rows that are complete after so many rows of MCUs, or all. */
type Write = (mcuRows: number, isLast: boolean) => void;

export function rowWriter(simd: Simd, planes: readonly Plane[], image: Image): Write {
  const { width, height, channels } = image;
  const [luma] = planes as readonly [Plane];
  const length = width * channels;
  // A row of widened chroma is made of the rows of it above and below.
  const late = planes.some(({ component }) => component.expand[1] > 1) ? 1 : 0;
  const band = simd.take((luma.rows + late) * length + BEHIND);
  const writeRow = channels === 1 ? grayWriter(simd, luma, width) : colorWriter(simd, planes, width);
  const data = image.data as Uint8Array;
  let y = 0;
  return (mcuRows, isLast) => {
    const end = isLast ? height : Math.min(height, mcuRows * luma.rows - late);
    const first = y;
    for (; y < end; y++) writeRow(y, band + (y - first) * length);
    data.set(simd.bytes.subarray(band, band + (y - first) * length), first * length);
  };
}

type RowWriter = (y: number, to: number) => void;

function grayWriter(simd: Simd, luma: Plane, width: number): RowWriter {
  return (y, to) => simd.bytes.copyWithin(to, luma.at(y), luma.at(y) + width);
}

function colorWriter(simd: Simd, planes: readonly Plane[], width: number): RowWriter {
  const [luma, ...chroma] = planes as readonly [Plane, Plane, Plane];
  const [blue, red] = chroma.map((plane) => widener(simd, plane)) as [Widened, Widened];
  return (y, to) => simd.code.rgbFromYcc(luma.at(y), blue(y), red(y), to, width);
}

function widener(simd: Simd, plane: Plane): Widened {
  const { expand, width: samples } = plane.component;
  if (expand[0] === 1) return (y) => plane.at(y);
  const to = simd.take(2 * samples + BEHIND);
  if (expand[1] === 1) {
    return (y) => {
      simd.code.widenRow(plane.at(y), to, samples);
      return to;
    };
  }
  const sums = simd.take(2 * samples + BEHIND);
  return (y) => {
    const near = y >> 1;
    const far = y % 2 === 0 ? near - 1 : near + 1;
    simd.code.widenRows(plane.at(near), plane.at(far), sums, to, samples);
    return to;
  };
}
