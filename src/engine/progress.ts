/** Reports the progress of a job, by the expected times of its legs. */
import type { Leg } from '../backends/leg.ts';

/** A part of a job that has ended. */
export interface Progress {
  /** Share of the whole that is done, 0 to 1, by expected time. It never becomes less. */
  readonly done: number;
  /**
   * Name of the part that ended: `begin`, `decode`, names of ops, `encode`, or several of them at once; `end` when
   * everything is done.
   */
  readonly part: string;
}

/** Receives the progress of a job. */
export type OnProgress = (progress: Progress) => void;

/** The most that is reported before the answer is there. */
const NEARLY = 0.99;

/** Reports the progress of one job. */
export class ProgressMeter {
  readonly #report: OnProgress;
  #done = 0;
  #base = 0;
  #span = 1;
  #spent = 0;
  #ends = 1;

  constructor(report: OnProgress = () => {}) {
    this.#report = report;
  }

  /** Begins a job with so many outputs. */
  begin(outputs = 1): void {
    this.#ends = outputs;
    this.#report({ done: 0, part: 'begin' });
  }

  /**
   * Begins a stretch. If it is not the last of its output, the rest is unknown and counts as much again. Outputs count
   * alike.
   */
  stretch(isLast: boolean): void {
    this.#base = this.#done;
    this.#span = (1 - this.#base) * (isLast ? 1 / this.#ends : 0.5);
    if (isLast) this.#ends = Math.max(1, this.#ends - 1);
    this.#spent = 0;
  }

  /** Ends a leg of a way. `total` is the expected time of the way, in milliseconds. */
  leg({ cost, does }: Leg, total: number): void {
    this.#spent += cost;
    const share = total > 0 ? Math.min(1, this.#spent / total) : 1;
    this.#done = Math.max(this.#done, Math.min(NEARLY, this.#base + this.#span * share));
    this.#report({ done: this.#done, part: does.join(', ') });
  }

  end(): void {
    this.#report({ done: 1, part: 'end' });
  }
}
