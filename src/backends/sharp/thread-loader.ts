/**
 * Loads plain JPEGs for libvips' pipelines in this thread, in less time. The samples are those of libvips' own
 * loader. Other files are left to it, and those in which anything is wrong.
 */
import { performance } from 'node:perf_hooks';
import { decodePlainJpeg } from '../../coders/jpeg/decoder.ts';
import type { OpenedFile } from '../../coders/open.ts';
import type { Extent, Image } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { inTurns } from '../../core/turns.ts';
import type { Shrink } from '../../formats/format.ts';
import { shrinkInSharp } from '../../ops/resize/lib/sharp-shrink.ts';
import { hostMemory } from '../host-memory.ts';
import type { LegContext } from '../leg.ts';
import type { Lease } from '../pool.ts';
import type { Call } from './calls.ts';

/**
 * Samples of a picture that is loaded at its whole size at most. A larger one leaves the caches, so that passing it on takes
 * what its loading saves. Those at a part of their size are smaller than the file's blocks.
 */
const MOST_SAMPLES = 2 ** 20;

/** A picture that is loaded; `release` returns its memory. */
export interface Loaded {
  readonly image: Image;
  release(): void;
}

/** What libvips' loader divides the sides by in a pipeline of these calls. */
function shrinkOf(calls: readonly Call[], { width, height }: Extent): Shrink {
  const first = calls.find(({ method }) => method === 'resize' || method === 'extract');
  // A file of which a part is taken first is loaded whole.
  if (first?.method !== 'resize') return 1;
  const wanted = first.values[0] as ResizeCall;
  const across = wanted.width === undefined ? Infinity : width / wanted.width;
  const down = wanted.height === undefined ? Infinity : height / wanted.height;
  return shrinkInSharp(Math.min(across, down), wanted.fastShrinkOnLoad ?? true);
}

/** What `resize` is told in pipelines from files. */
interface ResizeCall extends Partial<Extent> {
  readonly fastShrinkOnLoad?: boolean;
}

/** Bytes that the loader takes for a file, if it loads it: the picture, and the file once more. */
export function loadingMemory({ bytes, header }: OpenedFile, calls: readonly Call[]): number {
  const { format, width, height, channels } = header;
  if (format !== 'jpeg') return 0;
  const shrink = shrinkOf(calls, header);
  const samples = Math.floor(width / shrink) * Math.floor(height / shrink) * channels;
  return shrink > 1 || samples <= MOST_SAMPLES ? samples + bytes.length : 0;
}

/** The picture as stored, at the size that libvips' loader gives a pipeline of these calls. */
export async function loadInThread(
  file: OpenedFile,
  calls: readonly Call[],
  limits: Limits,
  { run, spent }: LegContext,
): Promise<Loaded | undefined> {
  const { header } = file;
  if (loadingMemory(file, calls) === 0) return undefined;
  const begun = performance.now();
  let lease: Lease<ArrayBuffer> | undefined;
  const allocate = (bytes: number) => {
    lease = hostMemory.lease(bytes);
    return new Uint8Array(lease.resource);
  };
  const release = () => lease?.release();
  try {
    const shrink = shrinkOf(calls, header);
    const image = await inTurns(decodePlainJpeg(file, { limits, shrink, allocate }), run);
    spent('decode', performance.now() - begun);
    if (image) return { image, release };
    release();
    return undefined;
  } catch (error) {
    release();
    throw error;
  }
}
