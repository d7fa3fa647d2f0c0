/** Loads sharp once, with settings for the whole process. */
import { createRequire } from 'node:module';
import type sharpFunction from 'sharp';
import { packageFile } from '../../package-root.ts';

export type Sharp = typeof sharpFunction;

/**
 * libvips threads per call. One, because the bytes of an AVIF depend on their number, and because requests run in
 * parallel anyway.
 */
export const SHARP_THREADS = 1;

let loading: Promise<Sharp | undefined> | undefined;
let loaded: Sharp | undefined;

/** sharp, or undefined when it has no binary for this machine. */
export function loadSharp(): Promise<Sharp | undefined> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sharp | undefined> {
  loaded = requireSharp();
  holdSettings();
  return loaded;
}

/**
 * Sets the threads of libvips, and turns off its operation cache: its keys contain the input's address, so no other
 * request would hit it; a 4K JPEG becomes 800 columns in 34 ms instead of 44; and a file in it is closed late, so that
 * libvips' warnings of a damaged one would be missed. Both hold for the whole process, and others change them: a program
 * that imports sharp has a second copy of its modules, which turns the cache on. So they are set for each call, in a
 * microsecond.
 */
export function holdSettings(): void {
  loaded?.concurrency(SHARP_THREADS);
  loaded?.cache(false);
}

/** Loads sharp's CommonJS modules, in 40 ms of processor time. Its ES modules take 90. */
function requireSharp(): Sharp | undefined {
  try {
    // The tools that collect the files of a deployment follow a function of this name.
    const require = createRequire(import.meta.url);
    return require('sharp');
  } catch {
    return requireBesideNoir();
  }
}

/** The sharp that was installed for Noir, if this code is in the bundle of an app that has none itself. */
function requireBesideNoir(): Sharp | undefined {
  try {
    return createRequire(packageFile('package.json'))('sharp');
  } catch {
    return undefined;
  }
}
