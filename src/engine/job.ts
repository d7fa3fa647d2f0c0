/**
 * Jobs and answers as plain data, and the Runner that turns one into the other. Nothing here belongs to a process: a
 * job may be cloned, queued, hashed, or sent with its bytes beside it.
 */
import { randomUUID } from 'node:crypto';
import type { DeviceUsage } from '../backends/backend.ts';
import { fromProblem, type Problem } from '../core/errors.ts';
import { type Image, type Shape, shapeOf } from '../core/image.ts';
import type { Samples } from '../core/pixel.ts';
import type { FormatName, HeldBack } from '../formats/format.ts';
import { canonicalText } from '../recipe/canonical.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { OnProgress } from './progress.ts';

/** A picture or another file that a job reads. */
export type Source =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | FileSource
  | {
      readonly kind: 'samples';
      readonly shape: Shape;
      readonly space: Image['space'];
      readonly data: Samples;
    };

/** A file on the machine of the Runner. */
export interface FileSource {
  readonly kind: 'file';
  readonly path: string;
  /** Its length in bytes when the job was made. */
  readonly length: number;
  /** Its first bytes, for those who plan before anybody reads it. */
  readonly head?: Uint8Array;
  /** Its `stampOf` when the job was made. A file that has another one by now is not read. */
  readonly stamp?: string;
  /** Whether it is no file of a disk, so that reading it never takes long. */
  readonly inMemory?: boolean;
}

/** A place for a file that arrives piece by piece. */
export interface Body {
  write(chunk: Uint8Array): void;
  /** What was written, as the source of a job. */
  source(): Exclude<Source, { kind: 'samples' }>;
  /** Frees the place. `isRead` says that no job reads it any more; otherwise nothing else is written there. */
  close(isRead: boolean): void;
}

/** A picture and the recipe to run on it. */
export interface Job {
  /** Names the job in logs. */
  readonly id: string;
  /** The picture to work on. */
  readonly input: Source;
  /** The further files that the recipe names. */
  readonly files: Readonly<Record<string, Source>>;
  /** The canonical text of a recipe. */
  readonly recipe: string;
  /** The formats that may be sent when the recipe leaves the choice, best first; empty for the input's own. */
  readonly accepted: readonly FormatName[];
  /** Whether the answer is a file, or the samples of the picture. */
  readonly wants: 'file' | 'samples';
  /** Who asks, such as an address. Jobs of one tenant wait for each other before they make others wait. */
  readonly tenant?: string;
  /** Waits for memory however many jobs wait already. A Runner refuses others with `busy` when too many wait. */
  readonly waits?: boolean;
  /** Milliseconds until the caller stops waiting. Absent for no limit. */
  readonly timeLeft?: number;
  /** Whether it is expected to be quick. The work of other jobs in the same process gives way to it. */
  readonly isLight?: boolean;
}

/** Numbers of frames in the answer and in the input. */
export interface FrameCount {
  readonly sent: number;
  readonly of: number;
}

/**
 * One result of a job. `frames` is absent for an input of one picture, and `name` for a recipe of one output that is not
 * in a list.
 */
export type Output = Result & { readonly frames?: FrameCount; readonly name?: string };

type Result =
  | {
      readonly kind: 'file';
      readonly format: FormatName;
      readonly data: Uint8Array;
      readonly shape: Shape;
      /** Absent when `auto` chose the best format. */
      readonly heldBack?: HeldBack;
    }
  /** The report of a step such as `stats`, as JSON in UTF-8. */
  | { readonly kind: 'report'; readonly data: Uint8Array; readonly shape: Shape }
  | {
      readonly kind: 'samples';
      readonly data: Samples;
      readonly shape: Shape;
      readonly space: Image['space'];
    };

/** How a result came about. */
export interface Course {
  /** The legs in order, with all other facts that decide the bytes. Equal jobs with equal ways have equal bytes. */
  readonly way: string;
  /** Whether a leg of the expected way failed, so that another way was taken. */
  readonly failedOver: boolean;
  /** Backends that ran the steps, such as `cpu` or `sharp, cpu`; `none` when there were no steps. */
  readonly backend: string;
  /** The decoder and the encoders, such as `jpeg-gpu, png-cpu`; `none` for samples, and for a report. */
  readonly codec: string;
  /** Sentences for people: conversions that made samples fit, and parts that were left out. */
  readonly notes: readonly string[];
  /** Milliseconds by part of the work, by the names of `Server-Timing`. */
  readonly timings: Readonly<Record<string, number>>;
}

/** A job that was done. It has the outputs in the order of the recipe. */
export interface Done extends Course {
  /** Distinguishes it from a problem. */
  readonly kind: 'done';
  /** One output, or one for each of a recipe with `outputs`, in their order. */
  readonly outputs: readonly [Output, ...Output[]];
}

/** The result of a job, or the problem that stopped it. */
export type Answer = Done | { readonly kind: 'problem'; readonly problem: Problem };

/** A backend of a Runner, for people. */
interface BackendStatus {
  readonly name: string;
  readonly description: string;
  /** Whether it is left alone for a while because it failed. */
  readonly paused: boolean;
  /** Facts for planning in another process. Not for people. */
  readonly outline?: unknown;
}

/** Counts of a Runner for those who watch it. */
export interface Usage extends DeviceUsage {
  /** Worker processes that ended unasked so far. */
  readonly deaths: number;
}

export const NO_USAGE: Usage = { losses: 0, leasedBytes: 0, freeBytes: 0, deaths: 0 };

export function addUsage(one: Usage, other: Partial<Usage> = {}): Usage {
  const { losses = 0, leasedBytes = 0, freeBytes = 0, deaths = 0 } = other;
  return {
    losses: one.losses + losses,
    leasedBytes: one.leasedBytes + leasedBytes,
    freeBytes: one.freeBytes + freeBytes,
    deaths: one.deaths + deaths,
  };
}

/** A Runner's description of itself. */
export interface Status {
  /** One line about the hardware and libraries that it uses. */
  readonly summary: string;
  /** Further lines for people, such as a table of costs that could not be kept. */
  readonly notes: readonly string[];
  /** The backends that it may use. */
  readonly backends: readonly BackendStatus[];
  /** The id of the table of costs that it uses. */
  readonly costs: string;
  /** Jobs in progress. */
  readonly running: number;
  /** Jobs that wait for memory. */
  readonly waiting: number;
  /** Counts since its start, for metrics. */
  readonly usage: Usage;
  /** Whether it can do no job at present, because nothing that does them can be started. It goes on trying. */
  readonly isOut?: boolean;
}

/** Does jobs: in this process, in worker processes, or on other machines. */
export interface Runner {
  /**
   * Runs a job. Never rejects. Answers a job whose signal aborts at once, with the problem `cancelled`. A Runner that
   * knows its progress reports it to `onProgress`.
   */
  run(job: Job, signal?: AbortSignal, onProgress?: OnProgress): Promise<Answer>;
  /** What it uses and how busy it is, at this moment. */
  status(): Status;
  /** A place from which the Runner reads a file with less work than from memory; undefined when it has none. */
  openBody?(): Body | undefined;
  /** Takes no more work and waits for the work in progress. A second call does no harm. */
  close(): Promise<void>;
}

/** The parts of a job that a caller gives. The rest has defaults. */
export interface JobRequest extends Pick<Job, 'input'>, Partial<Omit<Job, 'input' | 'recipe'>> {
  /** The parsed recipe; the job gets its canonical text. */
  readonly recipe: Recipe;
}

/** A job for a recipe, with a new id unless one is given. */
export function makeJob({ recipe, ...request }: JobRequest): Job {
  return {
    id: randomUUID(),
    files: {},
    accepted: [],
    wants: 'file',
    ...request,
    recipe: canonicalText(recipe),
  };
}

/** A picture as a source. */
export function sourceOf(picture: Uint8Array | Image): Source {
  if (picture instanceof Uint8Array) return { kind: 'bytes', bytes: picture };
  const { space, data } = picture;
  return { kind: 'samples', shape: shapeOf(picture), space, data };
}

/** Returns the result of a successful job. Throws the `NoirError` of a failed one. */
export function expectDone(answer: Answer): Done {
  if (answer.kind === 'problem') throw fromProblem(answer.problem);
  return answer;
}
