// What comes back of a task through its staging buffer, and what becomes of it.
import { sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import type { Plan } from '../../plan/plan.ts';
import type { BackendResult, Timings } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import type { Lease } from '../pool.ts';
import { type Decoding, STATUS_BYTES } from './jpeg/decoding.ts';
import type { FilteredRows } from './png/filtering.ts';
import type { TaskResources } from './resources.ts';
import { elapsed, STAMP_BYTES } from './stopwatch.ts';

/** Where in the staging buffer things lie: pixels from its beginning, then these. */
export interface Places {
  readonly status: number;
  readonly stamps: number;
  readonly bytes: number;
}

/** Mapped ranges and copies of timestamps begin at multiples of 8 bytes. */
export function placeReadBack(pixels: number): Places {
  const status = Math.ceil(pixels / 8) * 8;
  const stamps = status + STATUS_BYTES;
  return { status, stamps, bytes: stamps + STAMP_BYTES };
}

/** What came back. */
export interface ReadBack {
  readonly memory: Lease<HostMemory>;
  /** False where a file was decoded and the parse is not known to be right. */
  readonly proved: boolean;
  /** Milliseconds that the GPU took for the passes, if it can tell. */
  readonly gpu: number | undefined;
}

/** Takes what was copied to a staging buffer that is mapped. */
export function copyOut(
  { staging, stopwatch }: Pick<TaskResources, 'staging' | 'stopwatch'>,
  { status, stamps }: Places,
  decoding: Decoding | undefined,
): ReadBack {
  const memory = hostMemory.lease(status);
  try {
    if (status > 0) new Uint8Array(memory.resource).set(new Uint8Array(staging.getMappedRange(0, status)));
    const verdict = decoding?.verdict(staging.getMappedRange(status, STATUS_BYTES));
    const gpu = stopwatch && elapsed(staging.getMappedRange(stamps, STAMP_BYTES));
    return { memory, proved: verdict !== 'unproved', gpu };
  } catch (error) {
    memory.release();
    throw error;
  }
}

/** A whole file. */
interface CodedFile {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
}

/** What a codec makes of the result. */
export type Coded = CodedFile | FilteredRows;

export function releaseCoded(coded: Coded | undefined): void {
  if (coded?.kind === 'rows') coded.release();
}

/** The result as it is given out; undefined where a file was not proved to be decoded right. */
export function finish(
  { output }: Plan,
  { memory, proved }: ReadBack,
  coded: Coded | undefined,
  timings: Timings,
): BackendResult | undefined {
  const release = () => {
    memory.release();
    releaseCoded(coded);
  };
  if (!proved) {
    release();
    return undefined;
  }
  if (coded) return { ...coded, timings, release };
  const data = viewSamples(output.type, memory.resource, 0, sampleCount(output));
  return { kind: 'image', image: { ...output, space: 'srgb', data }, timings, release };
}
