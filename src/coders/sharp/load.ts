/** Loads sharp once, with settings for the whole process. */
import type sharpFunction from 'sharp';

export type Sharp = typeof sharpFunction;

/**
 * libvips threads per call. One, because the bytes of an AVIF depend on their number, and because requests run in
 * parallel anyway.
 */
export const SHARP_THREADS = 1;

let loading: Promise<Sharp | undefined> | undefined;

/** sharp, or undefined when it has no binary for this machine. */
export function loadSharp(): Promise<Sharp | undefined> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sharp | undefined> {
  const module = await import('sharp').catch(() => undefined);
  if (!module) return undefined;
  const sharp = module.default;
  sharp.concurrency(SHARP_THREADS);
  // Turns off libvips' operation cache. Its keys contain the input's address, so no other request would hit it.
  // Without the cache a 4K JPEG becomes 800 columns in 34 ms instead of 44.
  sharp.cache(false);
  return sharp;
}
