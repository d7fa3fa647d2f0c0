// Copies a task's results out of its staging buffer.
import { sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import type { Plan } from '../../plan/plan.ts';
import type { BackendResult, Timings } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import type { Lease } from '../pool.ts';
import { type Decoding, STATUS_BYTES } from './jpeg/decoding.ts';
import { resultBytes, stepsNotingHoles } from './packed-task.ts';
import type { FilteredRows } from './png/filtering.ts';
import type { TaskResources } from './resources.ts';
import { elapsed, STAMP_BYTES } from './stopwatch.ts';

/** Offsets in the staging buffer. Pixels start at 0. */
export interface Places {
  readonly status: number;
  /** A word for each ledger in which holes are noted. */
  readonly holes: number;
  readonly ledgers: number;
  readonly stamps: number;
  readonly bytes: number;
}

/**
 * The staging buffer of a plan. Pixels are not read back when a codec `encodes` the result. Offsets are multiples of 8
 * bytes, as mapped ranges and timestamp copies require.
 */
export function readBackOf(plan: Plan, encodes = false): Places {
  const ledgers = stepsNotingHoles(plan).length;
  const status = encodes ? 0 : Math.ceil(resultBytes(plan) / 8) * 8;
  const holes = status + STATUS_BYTES;
  const stamps = holes + Math.ceil(ledgers / 2) * 8;
  return { status, holes, ledgers, stamps, bytes: stamps + STAMP_BYTES };
}

/** The contents of a staging buffer, copied to main memory. */
export interface ReadBack {
  readonly memory: Lease<HostMemory>;
  /** False if a file was decoded and its parse could not be proved. */
  readonly proved: boolean;
  /** Whether a pass that mixes pixels met a hole. */
  readonly metHoles: boolean;
  /** Milliseconds of the passes on the GPU, if it has timestamps. */
  readonly gpu: number | undefined;
}

/** Copies the contents of a mapped staging buffer. */
export function copyOut(
  { staging, stopwatch }: Pick<TaskResources, 'staging' | 'stopwatch'>,
  { status, holes, ledgers, stamps }: Places,
  decoding: Decoding | undefined,
): ReadBack {
  const memory = hostMemory.lease(status);
  try {
    if (status > 0) new Uint8Array(memory.resource).set(new Uint8Array(staging.getMappedRange(0, status)));
    const verdict = decoding?.verdict(staging.getMappedRange(status, STATUS_BYTES));
    const gpu = stopwatch && elapsed(staging.getMappedRange(stamps, STAMP_BYTES));
    const noted = ledgers > 0 && new Uint32Array(staging.getMappedRange(holes, 4 * ledgers));
    const metHoles = noted !== false && noted.some((word) => word !== 0);
    return { memory, proved: verdict !== 'unproved', metHoles, gpu };
  } catch (error) {
    memory.release();
    throw error;
  }
}

/** A whole encoded file. */
interface CodedFile {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
}

/** A codec's result. */
export type Coded = CodedFile | FilteredRows;

export function releaseCoded(coded: Coded | undefined): void {
  if (coded?.kind === 'rows') coded.release();
}

/** The backend's result. Returns undefined when a file's decoding could not be proved, or the picture has holes. */
export function finish(
  { output }: Plan,
  { memory, proved, metHoles }: ReadBack,
  coded: Coded | undefined,
  timings: Timings,
): BackendResult | undefined {
  const release = () => {
    memory.release();
    releaseCoded(coded);
  };
  if (!proved || metHoles) {
    release();
    return undefined;
  }
  if (coded) return { ...coded, timings, release };
  const data = viewSamples(output.type, memory.resource, 0, sampleCount(output));
  return { kind: 'image', image: { ...output, space: 'srgb', data }, timings, release };
}
