/** The limits of the command line, and the switch that raises them. */
import type { ErrorCode } from '../core/errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../core/limits.ts';

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

/**
 * The limits for the user's own pictures, with those replaced that were given as `side=100000`. Throws
 * `ConfigurationError`.
 */
export async function readLimits(given: readonly string[] = []): Promise<Limits> {
  if (given.length === 0) return LOCAL_LIMITS;
  const { readMembers } = await import('../service/configuration/members.ts');
  const { LIMITS } = await import('../service/configuration/table/limits.ts');
  return { ...LOCAL_LIMITS, ...readMembers(LIMITS, given) };
}

/** How to raise the limit that a picture has passed, for the end of a message; empty for other errors. */
export function hintFor(code: ErrorCode, actual: number | undefined): string {
  const name = PASSED[code];
  return name && actual !== undefined ? `; --limit ${name}=${Math.ceil(actual)} allows it` : '';
}
