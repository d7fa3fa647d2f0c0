/** Finds smaller forms that keep every sample of a picture: few colours as a palette, gray in few bits. */
import type { Image } from '../../core/image.ts';
import type { Run } from '../../core/run.ts';
import { type InPieces, inPieces, withPauses } from '../pauses.ts';
import { GRAY, PALETTE, type PngHead, plainHead } from './head.ts';
import { Palette, repeatedRows } from './palette.ts';

/** A picture as PNG is to store it. */
export interface PngForm {
  readonly head: PngHead;
  /** The rows to filter: samples, palette indices, or bytes that several of these share. */
  readonly rows: Image;
}

/** Bits of a pixel. */
type Depth = 1 | 2 | 4 | 8;

/** A way to store a picture in fewer bits a pixel. Decoders give back the same samples, in as many channels. */
export interface Reduction {
  /** The fewest bits of a pixel. */
  readonly least: Depth;
  /** The picture in this many bits, or more than the fewest. */
  store(depth: Depth): InPieces<PngForm>;
}

/** The form with unchanged samples. */
export function plainForm(image: Image): PngForm {
  return { head: plainHead(image), rows: image };
}

/** Undefined when no form is smaller. Reads up to the 257th colour, or the first full level of gray. */
export function* findReduction(image: Image): InPieces<Reduction | undefined> {
  const { channels, type } = image;
  // Gray with alpha would come back in colour.
  if (type !== 'u8' || channels === 2) return undefined;
  if (channels === 1) {
    const least = yield* grayDepth(image);
    return least < 8 ? { least, store: (depth) => storeGray(image, depth) } : undefined;
  }
  const palette = yield* Palette.find(image);
  return palette && { least: depthFor(palette), store: (depth) => storeColors(image, palette, depth) };
}

/** Whether there is a way to store a picture in fewer bits a pixel. */
export async function isReducible(image: Image, run?: Run): Promise<boolean> {
  return (await withPauses(findReduction(image), run)) !== undefined;
}

function depthFor({ colors: { length } }: Palette): Depth {
  if (length <= 4) return length <= 2 ? 1 : 2;
  return length <= 16 ? 4 : 8;
}

/** The bits that each level of gray takes. Levels of 1, 2 and 4 bits are multiples of 255, 85 and 17. */
const LEVEL_DEPTH = Uint8Array.from({ length: 256 }, (_, level) => {
  if (level % 85 === 0) return level % 255 === 0 ? 1 : 2;
  return level % 17 === 0 ? 4 : 8;
});

/** Bits of the level that needs most. */
function* grayDepth({ data, width, height }: Image): InPieces<Depth> {
  let found = 0;
  const pieces = inPieces(width * height, 1, (start, end) => {
    let depths = 0;
    for (let at = start; at < end; at++) depths |= LEVEL_DEPTH[data[at] as number] as number;
    found |= depths;
  });
  for (const _ of pieces) {
    if (found & 8) break;
    yield;
  }
  // Each depth is a bit of its own.
  return (1 << (31 - Math.clz32(found))) as Depth;
}

function* storeGray(image: Image, depth: Depth): InPieces<PngForm> {
  const { width, height, data } = image;
  const shift = 8 - depth;
  // The highest bits of such a level are its number.
  const rows = yield* packRows(image, depth, (start, end, goal) => {
    for (let at = start; at < end; at++) goal[at - start] = (data[at] as number) >> shift;
  });
  return { head: { width, height, depth, colorType: GRAY }, rows };
}

function* storeColors(image: Image, palette: Palette, depth: Depth): InPieces<PngForm> {
  const { width, height, channels } = image;
  const { colors } = palette;
  const rows = yield* packRows(image, depth, (start, end, goal) => palette.number(image, start, end, goal));
  // One entry at least says that there is alpha.
  const alphas = colors.map((color) => color >>> 24).filter((alpha, at) => at === 0 || alpha < 255);
  const head: PngHead = {
    ...{ width, height, depth, colorType: PALETTE },
    palette: Uint8Array.from(
      colors.flatMap((color) => [color & 255, (color >> 8) & 255, (color >> 16) & 255]),
    ),
    ...(channels === 4 && { alphas: Uint8Array.from(alphas) }),
  };
  return { head, rows };
}

/** Writes the numbers of pixels `start` to `end`, which are one row, to the beginning of `goal`. */
type NumberRow = (start: number, end: number, goal: Uint8Array) => void;

/** Packs the numbers of each row into bytes, the leftmost in the highest bits (PNG 3rd edition, section 7.2). */
function* packRows(image: Image, depth: Depth, number: NumberRow): InPieces<Image> {
  const { width, height } = image;
  const repeats = repeatedRows(image);
  const length = Math.ceil((width * depth) / 8);
  const data = new Uint8Array(length * height);
  const numbers = new Uint8Array(8 * length);
  yield* inPieces(height, width, (first, end) => {
    for (let y = first; y < end; y++) {
      const row = data.subarray(y * length, (y + 1) * length);
      if (repeats(y)) row.set(data.subarray((y - 1) * length, y * length));
      else if (depth === 8) number(y * width, (y + 1) * width, row);
      else {
        number(y * width, (y + 1) * width, numbers);
        packBits(numbers, depth, row);
      }
    }
  });
  return { width: length, height, channels: 1, type: 'u8', data, space: 'srgb' };
}

function packBits(numbers: Uint8Array, depth: Depth, row: Uint8Array): void {
  const each = 8 / depth;
  for (let to = 0, from = 0; to < row.length; to++) {
    let byte = 0;
    for (let place = 0; place < each; place++, from++) byte = (byte << depth) | (numbers[from] as number);
    row[to] = byte;
  }
}
