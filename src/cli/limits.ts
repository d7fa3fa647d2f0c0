/** The limits of the command line, and the switch that raises them. */
import { closest } from 'fastest-levenshtein';
import type { ErrorCode } from '../core/errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';
import { UsageError } from './failure.ts';

/** The default limits guard a server from strangers; these only keep a damaged header from taking all memory. */
const LOCAL_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  pixels: 400e6,
  side: 65_535,
  imageBytes: 2 ** 31,
  totalBytes: 2 ** 32,
};

/** Limits that a single picture can pass, by the code of the error. */
const PASSED: Readonly<Partial<Record<ErrorCode, keyof Limits>>> = {
  'pixel-limit': 'pixels',
  'dimension-limit': 'side',
  'memory-limit': 'imageBytes',
  'frame-limit': 'frames',
  'scan-limit': 'scans',
  'segment-limit': 'segments',
};

/** The limits for the user's own pictures unless others are given, with those replaced that were given as `side=100000`. */
export function readLimits(given: readonly string[] = [], limits: Limits = LOCAL_LIMITS): Limits {
  return { ...limits, ...Object.fromEntries(given.map(readLimit)) };
}

function readLimit(text: string): [string, number] {
  const names = Object.keys(LOCAL_LIMITS);
  const [, name = '', digits = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [undefined, text];
  if (!names.includes(name)) {
    throw new UsageError(
      `--limit ${text}: there is no limit ${name}; did you mean ${closest(name, names)}? There are ${names.join(', ')}`,
    );
  }
  const value = digits.trim() === '' ? Number.NaN : Number(digits);
  if (Number.isSafeInteger(value) && value > 0) return [name, value];
  throw new UsageError(`--limit ${text}: ${name} takes a whole number above 0, such as ${name}=100000`);
}

/** How to raise the limit that a picture has passed, for the end of a message; empty for other errors. */
export function hintFor(code: ErrorCode, actual: number | undefined): string {
  const name = PASSED[code];
  return name && actual !== undefined ? `; --limit ${name}=${Math.ceil(actual)} allows it` : '';
}
