/** A circuit breaker (M. Nygard, "Release It!"): keeps work away from a backend that keeps failing. */

/** Failures within this time count together. */
const WINDOW_MS = 60_000;
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps work away from a backend that keeps failing: three failures in a minute open it for a second,
 * then one job may try; each further failure doubles the pause.
 */
export class Breaker {
  readonly #now: () => number;
  #failures: number[] = [];
  #pause = 0;
  #openUntil = 0;
  #probing = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether work is kept away. */
  get open(): boolean {
    return this.#pause > 0;
  }

  /** Whether a job may run now. A job admitted while the breaker is open must report its outcome. */
  admits(): boolean {
    if (!this.wouldAdmit()) return false;
    this.#probing = this.open;
    return true;
  }

  /** Whether `admits` would let a job in; asking changes nothing. */
  wouldAdmit(): boolean {
    return !this.open || (!this.#probing && this.#now() >= this.#openUntil);
  }

  /** The job that was let in ended without a word on how the backend did, because its caller left. */
  leftAlone(): void {
    this.#probing = false;
  }

  succeeded(): void {
    this.#probing = false;
    this.#pause = 0;
    this.#failures = [];
  }

  failed(): void {
    const now = this.#now();
    this.#failures = [...this.#failures.filter((time) => now - time < WINDOW_MS), now];
    if (this.open || this.#failures.length >= FAILURES_TO_OPEN) {
      this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2 || FIRST_PAUSE_MS);
      this.#openUntil = now + this.#pause;
    }
    this.#probing = false;
  }
}
