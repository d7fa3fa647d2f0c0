import { DEFAULT_LIMITS, type Limits } from '../../src/core/limits.ts';

/** Limits that no measured picture reaches. */
export const NO_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  pixels: Infinity,
  imageBytes: Infinity,
  side: Infinity,
};
