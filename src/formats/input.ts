/** The options in a recipe's `input`, which select how to read a file, and their defaults. */
import * as z from 'zod';
import { invalidParameters } from '../core/errors.ts';
import { Faults } from '../core/faults.ts';

/**
 * Faults that make a decoder refuse a file, the least strict first. Each includes the ones before it, as in sharp.
 */
const FAIL_ON = ['none', 'truncated', 'error', 'warning'] as const;

/** Highest number of a page or a band: TIFF counts samples in 16 bits, and no file within the limits has more pages. */
const LAST = 65_535;

/** Every page, as sharp writes it. */
export const ALL_PAGES = -1;

const count = z.int().min(0).max(LAST);

/** The schema of `input` in its written form, in JSON and in a row of ops. */
export const INPUT = z.strictObject({
  failOn: z
    .enum(FAIL_ON)
    .default('warning')
    .describe(
      'Faults for which Noir refuses a file. none: only those that its decoder cannot tolerate; truncated: also missing data; error: also errors in the data; warning: also warnings',
    ),
  alpha: z
    .enum(['unassociated', 'associated', 'none'])
    .optional()
    .describe(
      'Meaning of the band after the colours. unassociated: alpha; associated: alpha that the colours are multiplied by; none: no alpha. By default as the file says',
    ),
  bands: z
    .array(count)
    .min(1)
    .max(4)
    .optional()
    .describe('Bands to read, counted from 0, in the order wanted; all by default'),
  page: count
    .optional()
    .describe('First page or frame to read, counted from 0. It is the only one unless `pages` says how many'),
  pages: z
    .union([z.int().min(1).max(LAST), z.literal(ALL_PAGES), z.enum(['all'])])
    .overwrite((value) => (value === 'all' ? ALL_PAGES : value))
    .optional()
    .meta({ description: 'Number of pages or frames to read; -1 or all reads every one that follows' }),
  animated: z
    .boolean()
    .optional()
    .describe('true reads every page or frame, false reads one. In place of `pages`'),
});

/** The options in their written form. */
export type InputOptions = z.input<typeof INPUT>;

/** The option with that name, in any letter case. */
export function findInputOption(name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.keys(INPUT.shape).find((option) => option.toLowerCase() === wanted);
}

/** How a file is to be read. Whatever means the same is written in one way. */
export interface Reading {
  readonly failOn: (typeof FAIL_ON)[number];
  /** Absent: as the file says. */
  readonly alpha?: 'unassociated' | 'associated' | 'none';
  /** 1 to 4 numbers of bands, counted from 0; all when absent. */
  readonly bands?: readonly number[];
  /** The first page or frame, counted from 0; absent for 0. */
  readonly page?: number;
  /** The number of pages or frames, or `ALL_PAGES`. Absent when the recipe does not say; the output then decides. */
  readonly pages?: number;
}

/** The default reading of a file. */
export const DEFAULT_READING: Reading = { failOn: 'warning' };

/**
 * Converts checked options to a reading. `animated` becomes a number of pages, a `page` alone is one page, and the
 * first page is left out. Adds mistakes to `faults`.
 */
export function settleReading(options: z.output<typeof INPUT>, faults: Pick<Faults, 'add'>): Reading {
  const { failOn, alpha, bands, page, pages, animated } = options;
  if (animated !== undefined && pages !== undefined) {
    faults.add('/input/animated', 'says the same as pages; give one of them');
  }
  const fromAnimated = animated === undefined ? undefined : animated ? ALL_PAGES : 1;
  const number = (pages as number | undefined) ?? fromAnimated ?? (page === undefined ? undefined : 1);
  return {
    failOn,
    ...(alpha !== undefined && { alpha }),
    ...(bands !== undefined && { bands }),
    ...(page !== undefined && page !== 0 && { page }),
    ...(number !== undefined && { pages: number }),
  };
}

/** The options that differ from the defaults, in the order of the schema. Undefined when none does. */
export function writeReading({ failOn, ...rest }: Reading): Record<string, unknown> | undefined {
  const { alpha, bands, page, pages } = rest;
  const written = { ...(failOn !== DEFAULT_READING.failOn && { failOn }), alpha, bands, page, pages };
  return Object.values(written).every((value) => value === undefined) ? undefined : written;
}

/**
 * Throws `invalid-parameter` for options that no reader uses for this picture. `kind` is its format, or says that the
 * picture is no file.
 */
export function refuseUnread({ alpha, bands }: Reading, kind: string): void {
  const faults = new Faults();
  const heeds = kind === 'tiff';
  if (alpha !== undefined && !heeds) {
    faults.add('/input/alpha', `${kind} has no choice of alpha`);
  }
  if (bands !== undefined && !heeds) {
    faults.add('/input/bands', `${kind} has no choice of bands`);
  }
  if (faults.count > 0) throw invalidParameters(faults.first);
}
