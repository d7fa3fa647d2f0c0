/** Encodes small pictures in several ways and keeps the shortest: estimates are worst there, and trials cheapest. */
import { setImmediate } from 'node:timers/promises';
import { byteCount, type Image, type Shape } from '../../core/image.ts';
import type { Run } from '../../core/run.ts';
import { withPauses } from '../pauses.ts';
import { type Bands, PngBands, type PngOptions } from './bands.ts';
import type { PngHead } from './head.ts';
import { type PngForm, plainForm, type Reduction } from './reduce.ts';
import { BEST, packSmall } from './small.ts';
import { headBytes, type PixelData } from './writer.ts';

/**
 * Largest size of a small picture, in bytes of samples: icons of 64 x 64 pixels. A trial takes 0.1 ms.
 */
const SMALL = 16_384;

export function isSmall(shape: Shape): boolean {
  return byteCount(shape) <= SMALL;
}

/** Largest drawing to try in a second way, in bytes of rows. Its search takes some 20 ms. */
const MEDIUM = 2 ** 20;

/** A picture, and the facts known about it. */
interface Trying {
  readonly image: Image;
  readonly reduction: Reduction | undefined;
  readonly options: PngOptions;
  readonly run: Run | undefined;
}

interface Packed {
  readonly head: PngHead;
  readonly data: PixelData;
}

/** Deflates bands; at another level than the options' where one is given. */
type Pack = (bands: Bands, level?: number) => Promise<PixelData>;

/** The shortest of all forms, each filtered and unfiltered; on a tie, the first. Given options stay as they are. */
export async function shortest(trying: Trying, pack: Pack): Promise<Packed> {
  const { options, run } = trying;
  let best: Packed | undefined;
  for (const { head, rows } of await formsOf(trying)) {
    // Other work gets its turn, and a deadline ends the job.
    await setImmediate();
    run?.signal.throwIfAborted();
    const given = options.compressionLevel !== undefined;
    const packings = given ? [await pack(new PngBands(rows, options))] : packSmall(rows, options);
    for (const data of packings) {
      const packed = { head, data };
      if (!best || bytesOf(packed) < bytesOf(best)) best = packed;
    }
  }
  return best as Packed;
}

async function formsOf({ image, reduction, run }: Trying): Promise<PngForm[]> {
  const plain = plainForm(image);
  if (!reduction) return [plain];
  const { least, store } = reduction;
  const reduced = await withPauses(store(least), run);
  // Gray in eight bits is the plain form.
  if (least === 8 || !reduced.head.palette) return [reduced, plain];
  return [reduced, await withPauses(store(8), run), plain];
}

/**
 * Packs rows in the way that the survey expects to be best. Also packs unfiltered what the survey misjudges, because it
 * sees too few repetitions: a drawing, in which it found some, or that has few colours (`isReduced`), and 8-bit pictures that
 * were widened to 16 bits. Photos take no second trial.
 */
export async function packDrawing(
  rows: Image,
  options: PngOptions,
  pack: Pack,
  isReduced: boolean,
): Promise<PixelData> {
  const bands = new NotingBands(rows, options);
  const first = await pack(bands);
  const isGiven = options.compressionLevel !== undefined || options.adaptiveFiltering !== undefined;
  const isDrawn = bands.matches || isReduced;
  const widened = !isDrawn && isWidened(rows);
  if (isGiven || !(isDrawn || widened) || byteCount(rows) > MEDIUM) return first;
  const second = await pack(new SearchedBands(rows, {}), widened ? WIDENED_LEVEL : BEST);
  return lengthOf(second) < lengthOf(first) ? second : first;
}

/** For widened pictures a longer search leaves more: 1 % at level 9, for one photo. */
const WIDENED_LEVEL = 4;

/** Samples to look at, and the most values of low bytes, for a picture to count as widened from 8 bits. */
const [LOOKED_AT, FEW] = [4096, 16];

function isWidened({ type, data }: Image): boolean {
  if (type !== 'u16') return false;
  const lows = new Set<number>();
  const step = Math.max(1, Math.floor(data.length / LOOKED_AT));
  for (let at = 0; at < data.length && lows.size <= FEW; at += step) lows.add((data[at] as number) & 0xff);
  return lows.size <= FEW;
}

/** Bands that tell whether repetitions were looked for in any of them. */
class NotingBands extends PngBands {
  matches = false;

  override filter(first: number): ReturnType<PngBands['filter']> {
    const filtered = super.filter(first);
    this.matches ||= filtered.method.coding === 'matches';
    return filtered;
  }
}

/** Unfiltered bands that are searched for repetitions, whatever the expected gain. */
class SearchedBands extends PngBands {
  override filter(first: number): ReturnType<PngBands['filter']> {
    return this.filterBy({ filter: 'none', coding: 'matches', remains: 1 }, first);
  }
}

function bytesOf({ head, data }: Packed): number {
  return lengthOf(data) + headBytes(head);
}

function lengthOf({ parts }: PixelData): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
