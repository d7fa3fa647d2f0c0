/** The messages between the front process and a worker. */
import type { Answer, Job, Status, Usage } from '../engine/job.ts';
import type { Progress } from '../engine/progress.ts';
import type { EngineOptions } from '../settings.ts';

/** How a worker opens its engine. */
export interface WorkerSettings extends Omit<EngineOptions, 'ops'> {
  /** URL of a module whose export `ops` has the user's own ops. */
  readonly opsModule?: string | undefined;
  /** Whether there are more cores than workers, so that the threads of libvips have cores too. */
  readonly hasSpareCores?: boolean;
  /** A file of one byte that the front has open, so that the worker can try whether it may read such files. */
  readonly trial?: string | undefined;
}

/** Messages from the front to a worker. */
export type Order =
  /** The first message. */
  | { readonly kind: 'open'; readonly settings: WorkerSettings }
  | { readonly kind: 'job'; readonly ticket: number; readonly job: Job; readonly tellsProgress: boolean }
  /** Nobody waits for the job any more. */
  | { readonly kind: 'cancel'; readonly ticket: number }
  /** Asks for `here`. */
  | { readonly kind: 'ask' };

/** The worker can take jobs. */
export interface Ready {
  readonly kind: 'ready';
  readonly status: Status;
  /** Whether it may read files that the front has open. */
  readonly readsBodies: boolean;
}

/** Messages from a worker to the front. */
export type Report =
  | Ready
  /** The engine cannot be opened; the message is for people. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The job has arrived, and no part of it came by a lane. From now on the worker's death may be its fault. */
  | { readonly kind: 'begun'; readonly ticket: number }
  | { readonly kind: 'progress'; readonly ticket: number; readonly progress: Progress }
  | { readonly kind: 'answer'; readonly ticket: number; readonly answer: Answer }
  /** The event loop turns. */
  | { readonly kind: 'here' }
  /** No work of the job runs any more. */
  | { readonly kind: 'free'; readonly ticket: number; readonly usage: Usage }
  /** What it holds some time after its last job, when the pools have given up what was idle. */
  | { readonly kind: 'usage'; readonly usage: Usage }
  /** A backend failed and another one took over. */
  | { readonly kind: 'failure'; readonly backend: string; readonly message: string };
