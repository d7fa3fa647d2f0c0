/** Errors and checks that header readers share. */
import { NoirError } from '../core/errors.ts';
import type { Extent } from '../core/image.ts';
import { checkExtent, type Limits } from '../core/limits.ts';

/** The error for a file that contradicts the standard of its format. */
export function corrupt(message: string, cause?: unknown): NoirError {
  return new NoirError('corrupt-image', message, { cause });
}

export function truncated(message: string, cause?: unknown): NoirError {
  return new NoirError('truncated-image', message, { cause });
}

export function unsupportedDepth(message: string): NoirError {
  return new NoirError('unsupported-depth', message);
}

/** Throws `corrupt-image` for an empty extent, and the error of `checkExtent` for one that is too large. */
export function checkDeclaredExtent(extent: Extent, limits: Limits): void {
  if (extent.width < 1 || extent.height < 1) {
    throw corrupt(`The picture says it is ${extent.width}x${extent.height} pixels`);
  }
  checkExtent(extent, limits);
}

const COUNTED = {
  'frame-limit': ['pages', 'frames'],
  'scan-limit': ['scans', 'scans'],
  'segment-limit': ['segments', 'segments'],
} as const;

/** Throws the limit's code when a file has more of something than allowed. */
export function checkCount(code: keyof typeof COUNTED, actual: number, limits: Limits): void {
  const [field, noun] = COUNTED[code];
  const limit = limits[field];
  if (actual <= limit) return;
  throw new NoirError(code, `The picture has over ${limit} ${noun}`, { limit, actual });
}
