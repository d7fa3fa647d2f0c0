/**
 * Packs the rows of a small picture in all ways that may be the shortest, at once and in this thread: tasks of other threads,
 * and a survey for each way, would take several times as long as the work.
 */
import type { Image } from '../../core/image.ts';
import { PngBands, type PngOptions } from './bands.ts';
import type { Method } from './coding.ts';
import { deflateHere } from './deflate.ts';
import { PngRows } from './rows.ts';
import { better, Survey } from './survey.ts';
import type { PixelData } from './writer.ts';

/** The level of the longest search. */
export const BEST = 9;

/** First the way that the survey expects to be best, then the longest search without a filter and with one. */
export function packSmall(rows: Image, { adaptiveFiltering }: PngOptions): PixelData[] {
  const { filtered, raw } = new Survey(new PngRows(rows)).both(0, rows.height);
  const allowed = adaptiveFiltering === undefined ? [raw, filtered] : [adaptiveFiltering ? filtered : raw];
  const expected = allowed.length === 1 ? (allowed[0] as Method) : better(filtered, raw);
  const packings = allowed.map((method) => packAs(rows, method, expected));
  return [
    ...packings.flatMap(({ asExpected }) => asExpected ?? []),
    ...packings.map(({ searched }) => searched),
  ];
}

interface Packings {
  /** By the expected method, where it is this one and searches for less. */
  readonly asExpected: PixelData | undefined;
  readonly searched: PixelData;
}

function packAs(rows: Image, method: Method, expected: Method): Packings {
  const bands = new PngBands(rows, {});
  const { bytes, filtered } = bands.filterBy(method);
  const pack = (chosen: Method, level?: number): PixelData => ({
    parts: [deflateHere(bytes, chosen, filtered, level)],
    adler: bands.adler,
  });
  const searched = pack({ ...method, coding: 'matches', remains: 1 }, BEST);
  const isOther = method === expected && method.coding !== 'matches';
  return { asExpected: isOther ? pack(method) : undefined, searched };
}
