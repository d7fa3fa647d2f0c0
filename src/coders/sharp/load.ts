/** Loads sharp, once, and settles what holds for the whole process. */
import type sharpFunction from 'sharp';

export type Sharp = typeof sharpFunction;

/**
 * Threads of libvips for one call. One, because the bytes of an AVIF depend on their number, and because requests run
 * beside each other anyway: more threads for each would only wait for cores.
 */
export const SHARP_THREADS = 1;

let loading: Promise<Sharp | undefined> | undefined;

/** sharp, or undefined where it has no binary for the machine. */
export function loadSharp(): Promise<Sharp | undefined> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sharp | undefined> {
  const module = await import('sharp').catch(() => undefined);
  if (!module) return undefined;
  const sharp = module.default;
  sharp.concurrency(SHARP_THREADS);
  // libvips remembers operations by the address of their input, which no second request has. Without that a 4K JPEG
  // becomes one of 800 columns in 34 ms for 44.
  sharp.cache(false);
  return sharp;
}
