import type { Image } from '../core/image.ts';
import type { Plan } from '../plan/plan.ts';

export type BackendName = 'gpu' | 'cpu' | 'sharp';

export const BACKEND_NAMES: readonly BackendName[] = ['gpu', 'cpu', 'sharp'];

/** Milliseconds that each part of the work took, by the names of `Server-Timing`. */
export type Timings = Readonly<Record<string, number>>;

/** A finished picture in memory that belongs to the backend until `release` is called. */
export interface Processed {
  readonly image: Image;
  readonly timings: Timings;
  /** Gives the memory back; the samples must not be read afterwards. */
  release(): void;
}

/** Turns a plan and a picture into a picture. */
export interface Backend {
  readonly name: BackendName;
  /** The hardware or library behind it, for people. */
  readonly description: string;
  /** Whether it can run the plan at all. Says nothing of speed. */
  supports(plan: Plan): boolean;
  /** Runs the plan on a picture of its input's shape. Rejects when the backend fails. */
  process(plan: Plan, image: Image): Promise<Processed>;
  /** Frees everything; nothing may be in flight. */
  close(): Promise<void>;
}
