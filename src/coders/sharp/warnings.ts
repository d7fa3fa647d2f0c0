/**
 * Looks closer at a JPEG when libvips warns of one. libvips refuses a JPEG for libjpeg's warnings, but not for those of
 * the last rows that it reads, which are many rows of the file when the loader shrinks. It reports those when it closes
 * the file. sharp hands all warnings to the next pipeline that ends, whichever caused them, so every JPEG that is being
 * read at that time is checked.
 */
import type { Sharp as Pipeline } from 'sharp';
import type { Limits } from '../../core/limits.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { inTurns } from '../../core/turns.ts';
import { findJpegEnd } from '../../formats/jpeg/completeness.ts';
import type { OpenedFile } from '../open.ts';
import { callLibvips } from './turns.ts';

/** libvips' own summary, or a message of its JPEG loader. */
const OF_JPEG = /^read gave \d+ warnings|VipsJpeg/;

interface Source {
  readonly bytes: Uint8Array;
  readonly limits: Limits;
}

const sources = new WeakMap<Pipeline, Source>();

/** A call that is under way. */
interface Listener {
  warned: boolean;
}

const listeners = new Set<Listener>();

/** Remembers the JPEG that a pipeline reads, if warnings about it matter. */
export function rememberJpeg(
  pipeline: Pipeline,
  { bytes, header, reading }: OpenedFile,
  limits: Limits,
): void {
  if (header.format !== 'jpeg' || reading.failOn !== 'warning') return;
  sources.set(pipeline, { bytes, limits });
  pipeline.on('warning', (message: unknown) => {
    if (!OF_JPEG.test(String(message))) return;
    for (const listener of listeners) listener.warned = true;
  });
}

/**
 * As `callLibvips`, for a call that runs this pipeline. Throws `truncated-image` or `corrupt-image` when libvips warned
 * meanwhile and the pipeline's JPEG is damaged.
 */
export async function callHeeding<Result>(
  pipeline: Pipeline,
  call: () => Promise<Result>,
  run: Run = UNBOUND,
): Promise<Result> {
  const source = sources.get(pipeline);
  if (!source) return callLibvips(call, run);
  const { result, warned } = await callLibvips(() => listen(call), run);
  // Data that are left over are none of libvips' warnings.
  if (warned) await inTurns(findJpegEnd(source.bytes, source.limits), run);
  return result;
}

async function listen<Result>(call: () => Promise<Result>): Promise<{ result: Result; warned: boolean }> {
  const listener: Listener = { warned: false };
  listeners.add(listener);
  try {
    const result = await call();
    return { result, warned: listener.warned };
  } finally {
    listeners.delete(listener);
  }
}
