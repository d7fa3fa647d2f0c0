/**
 * Walks ways: runs the legs of the best one, and changes to the next one when a leg declines or fails. Keeps a leg's
 * result when the next way begins with the same legs.
 */
import type { BackendName } from '../backends/backend.ts';
import { type Carrier, giveBack, type Leg, type LegContext } from '../backends/leg.ts';
import { isNoirError, NoirError } from '../core/errors.ts';
import type { Breaker } from './breaker.ts';
import type { Way } from './ways.ts';

/** Reports the failure of a backend, or the end of a `worker` process; the jobs go on elsewhere. */
export type OnFailure = (backend: BackendName | 'worker', error: unknown) => void;

/** Failures of the backends so far. */
export interface Guards {
  readonly breakers: ReadonlyMap<string, Breaker>;
  readonly onFailure: OnFailure;
  /** Backends and coders that have failed at this job. They run again only when no other can do the work. */
  readonly failed: Set<string>;
}

/** The point that a walk has reached. */
export interface Walked {
  readonly carrier: Carrier;
  /** The legs that led here. */
  readonly legs: readonly Leg[];
  readonly way: Way;
  /** Whether a better way was left because of a failure, its own or an earlier one. */
  readonly failedOver: boolean;
}

/** One stretch on its way; each is walked once. */
export class Walk {
  readonly #guards: Guards;
  readonly #context: LegContext;
  readonly #start: Carrier;
  #carrier: Carrier;
  #legs: readonly Leg[] = [];
  readonly #declined = new Set<Leg>();
  readonly #failedHere = new Set<string>();
  #failedOver = false;
  #cause: unknown;
  #blamed: Leg | undefined;

  constructor(start: Carrier, context: LegContext, guards: Guards) {
    this.#guards = guards;
    this.#context = context;
    this.#start = start;
    this.#carrier = start;
  }

  /**
   * Takes ways in the order given. Ends early, with fewer legs than the way has, when a decoder gives a picture of
   * another shape than its header said. Throws a client's fault unchanged, `cannot-process` when there is no way, and
   * `backend-failed` when the last way failed in a backend. Throws a coder's error unchanged, and `deadline` of a backend
   * whose time was up.
   */
  async take(ways: readonly Way[], isExpected: (carrier: Carrier, leg: Leg) => boolean): Promise<Walked> {
    try {
      for (const way of this.#withoutFailures(ways)) {
        if (!this.#isOpen(way)) continue;
        // Of breakers that are open, this job is the one that tries, and no other one may until it has reported.
        const tried = this.#breakersOf(way).filter(({ open }) => open);
        this.#goBackTo(way);
        const ended = await this.#follow(way, isExpected).finally(() => {
          // Some of its legs may not have come to their turn, or the caller left: nothing was learnt of the backend.
          for (const breaker of tried) breaker.leftAlone();
        });
        if (!ended) continue;
        return { carrier: this.#carrier, legs: this.#legs, way, failedOver: this.#failedOver };
      }
      throw this.#lost(ways.length);
    } catch (error) {
      releaseUnless(this.#carrier, this.#start);
      throw error;
    }
  }

  /** Puts the ways of backends that have not failed at this job first. */
  #withoutFailures(ways: readonly Way[]): readonly Way[] {
    const { failed } = this.#guards;
    const isBlamed = ({ legs }: Way) => legs.some((leg) => failed.has(blamedName(leg)));
    if (!ways.some(isBlamed)) return ways;
    this.#failedOver = isBlamed(ways[0] as Way);
    return [...ways.filter((way) => !isBlamed(way)), ...ways.filter(isBlamed)];
  }

  /** Whether no leg of the way has declined or failed, and none is left alone for a while. */
  #isOpen(way: Way): boolean {
    const { legs } = way;
    if (legs.some((leg) => this.#declined.has(leg) || this.#failedHere.has(blamedName(leg)))) return false;
    const breakers = this.#breakersOf(way);
    // A probe that a breaker admits has to report, so `admits` runs only when no breaker objects.
    const paused = breakers.some((breaker) => !breaker.wouldAdmit());
    if (paused) this.#failedOver = true;
    return !paused && breakers.every((breaker) => breaker.admits());
  }

  #breakersOf({ legs }: Way): Breaker[] {
    const names = [...new Set(legs.flatMap(({ backend }) => backend ?? []))];
    return names.flatMap((name) => this.#guards.breakers.get(name) ?? []);
  }

  /** Keeps the picture carried so far if the way begins with the legs that led there. */
  #goBackTo({ legs }: Way): void {
    if (this.#legs.every((leg, index) => legs[index] === leg)) return;
    releaseUnless(this.#carrier, this.#start);
    this.#carrier = this.#start;
    this.#legs = [];
  }

  /** Runs the rest of a way's legs. False when one of them is for somebody else to do. */
  async #follow({ legs }: Way, isExpected: (carrier: Carrier, leg: Leg) => boolean): Promise<boolean> {
    for (const leg of legs.slice(this.#legs.length)) {
      await this.#context.admit(leg);
      const next = await this.#run(leg);
      if (!next) return false;
      if (next !== this.#carrier) releaseUnless(this.#carrier, this.#start);
      this.#carrier = next;
      this.#legs = [...this.#legs, leg];
      if (!isExpected(next, leg)) return true;
    }
    return true;
  }

  async #run(leg: Leg): Promise<Carrier | undefined> {
    const { signal } = this.#context.run;
    signal.throwIfAborted();
    const breaker = leg.backend && this.#guards.breakers.get(leg.backend);
    try {
      const next = await leg.run(this.#carrier, this.#context);
      breaker?.succeeded();
      if (!next) this.#declined.add(leg);
      return next;
    } catch (error) {
      if (signal.aborted || isClientsFault(error)) throw error;
      this.#fail(leg, error);
      if (isNoirError(error) && error.code === 'deadline') throw error;
      return undefined;
    }
  }

  #fail(leg: Leg, error: unknown): void {
    this.#cause = error;
    this.#blamed = leg;
    this.#failedOver = true;
    this.#failedHere.add(blamedName(leg));
    this.#guards.failed.add(blamedName(leg));
    if (!leg.backend) return;
    this.#guards.breakers.get(leg.backend)?.failed();
    this.#guards.onFailure(leg.backend, error);
  }

  #lost(ways: number): unknown {
    if (ways === 0) return new NoirError('cannot-process', 'The enabled backends do not do these steps');
    if (this.#cause !== undefined && !this.#blamed?.backend) return this.#cause;
    return new NoirError('backend-failed', 'No backend could finish the work', { cause: this.#cause });
  }
}

/** A coder and a backend may share a name, as sharp's do: where one fails, the other may still work. */
function blamedName({ who, backend }: Leg): string {
  return backend ? `backend ${backend}` : `coder ${who}`;
}

function isClientsFault(error: unknown): boolean {
  return isNoirError(error) && error.status < 500;
}

function releaseUnless(carrier: Carrier, start: Carrier): void {
  if (carrier !== start) giveBack(carrier);
}
