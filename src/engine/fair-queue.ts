/**
 * Decides which job is next. Jobs are light or heavy by their expected time: heavy ones never take all places, so that
 * light ones hardly wait. Among tenants it is start-time fair queueing (Goyal, Vin and Cheng, 1996): a tenant with many
 * or long jobs waits for itself, not the others for it.
 */
import { isNoirError, NoirError } from '../core/errors.ts';

export interface Places {
  /** Jobs in progress at once. */
  readonly all: number;
  /** Heavy jobs in progress at once. */
  readonly heavy: number;
  /** Jobs that may wait. */
  readonly queue: number;
}

export interface Turn {
  /** Who asks. */
  readonly tenant: string;
  /** Expected milliseconds. */
  readonly cost: number;
  /** Milliseconds until the caller stops waiting. */
  readonly timeLeft: number;
}

interface Waiter extends Turn {
  readonly isHeavy: boolean;
  /** The place in the order of all tenants: the costs that the tenant's jobs had before this one. */
  readonly begins: number;
  /** When its caller stops waiting, by the clock of `performance`. */
  readonly end: number;
  admit(): void;
  refuse(error: NoirError): void;
}

/** Expected milliseconds from which on a job is heavy. A thumbnail of a photo of 48 megapixels takes 100. */
const HEAVY = 120;

/** Whether a job of so many expected milliseconds is heavy. */
export function isHeavyCost(cost: number): boolean {
  return cost > HEAVY;
}

/** Part of its time that a job may wait, so that the rest is enough for its work. */
const PATIENCE = 0.5;

/** How much of what is known of the pace remains when a job ends. */
const MEMORY = 0.95;

/** Tenants that are remembered at most. */
const MOST_TENANTS = 10_000;

export class FairQueue {
  readonly #places: Places;
  readonly #waiting: Waiter[] = [];
  /** Where the next job of each tenant begins in the order. */
  readonly #next = new Map<string, number>();
  #now = 0;
  #running = 0;
  #heavy = 0;
  /** Expected and actual milliseconds of recent jobs: estimates are off by a factor that the machine decides. */
  #expected = 1000;
  #actual = 1000;

  constructor(places: Places) {
    this.#places = places;
  }

  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting.length };
  }

  /** Expected milliseconds of the waiting jobs. */
  get waitingCost(): number {
    return this.#waiting.reduce((sum, { cost }) => sum + cost, 0);
  }

  /**
   * Resolves when the job may begin, with a function to call at its end. Rejects with `busy` when too many wait, when the wait
   * would take half of the job's time, or when too little of its time is left at its turn; and with the signal's reason as soon
   * as it aborts.
   */
  async enter(turn: Turn, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const isHeavy = isHeavyCost(turn.cost);
    const begins = Math.max(this.#now, this.#next.get(turn.tenant) ?? 0);
    const place = { ...turn, isHeavy, begins, end: performance.now() + turn.timeLeft };
    if (!this.#hasPlace(isHeavy)) {
      this.#checkWait(place);
      if (this.#waiting.length >= this.#places.queue) this.#makeRoom(turn.tenant);
    }
    // Deleting and setting keeps the map in the order in which tenants last asked.
    this.#next.delete(turn.tenant);
    this.#next.set(turn.tenant, begins + turn.cost);
    if (this.#hasPlace(isHeavy)) this.#begin(place);
    else await this.#wait(place, signal);
    return this.#leaving(place, signal);
  }

  /** Throws `busy` when not even a light job of this tenant would be taken, so that nobody need read it first. */
  check({ tenant, timeLeft }: Pick<Turn, 'tenant' | 'timeLeft'>): void {
    if (this.#hasPlace(false)) return;
    const begins = Math.max(this.#now, this.#next.get(tenant) ?? 0);
    this.#checkWait({ timeLeft, begins, isHeavy: false });
    if (this.#waiting.length >= this.#places.queue) this.#greediest(tenant);
  }

  /** A function that ends the job's turn, once. */
  #leaving({ cost, isHeavy }: Pick<Waiter, 'cost' | 'isHeavy'>, signal: AbortSignal): () => void {
    const begun = performance.now();
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#running--;
      if (isHeavy) this.#heavy--;
      this.#learn(cost, performance.now() - begun, signal);
      this.#admit();
      this.#forget();
    };
  }

  /** Corrects the pace by a job that took so many milliseconds. One that was cut at its deadline would have taken more. */
  #learn(cost: number, took: number, { aborted, reason }: AbortSignal): void {
    const isLate = aborted && isNoirError(reason) && reason.code === 'deadline';
    if (aborted && !(isLate && took > this.#timeOf(cost))) return;
    this.#expected = MEMORY * this.#expected + cost;
    this.#actual = MEMORY * this.#actual + took;
  }

  /** The milliseconds that so many expected ones take at the pace of late. */
  #timeOf(cost: number): number {
    return (cost * this.#actual) / this.#expected;
  }

  #hasPlace(isHeavy: boolean): boolean {
    return this.#running < this.#places.all && (!isHeavy || this.#heavy < this.#places.heavy);
  }

  #begin({ isHeavy, begins }: Pick<Waiter, 'isHeavy' | 'begins'>): void {
    this.#running++;
    if (isHeavy) this.#heavy++;
    this.#now = Math.max(this.#now, begins);
  }

  #wait(place: Omit<Waiter, 'admit' | 'refuse'>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#remove(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        ...place,
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
        refuse: (error) => {
          signal.removeEventListener('abort', leave);
          this.#remove(waiter);
          reject(error);
        },
      };
      this.#waiting.push(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #remove(waiter: Waiter): void {
    this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
    const { tenant, cost } = waiter;
    // Its later jobs stay where they are; the next one takes the place that is free now.
    this.#next.set(tenant, Math.max(this.#now, (this.#next.get(tenant) ?? 0) - cost));
  }

  /**
   * Begins waiting jobs while there are places, the earliest in the order first. Refuses those that would be cut at their
   * deadline: their work would be lost, and others would be late for it.
   */
  #admit(): void {
    for (;;) {
      const able = this.#waiting.filter(({ isHeavy }) => this.#hasPlace(isHeavy));
      const [first, ...others] = able;
      if (!first) return;
      const next = others.reduce((best, each) => (each.begins < best.begins ? each : best), first);
      if (performance.now() + this.#timeOf(next.cost) > next.end) {
        next.refuse(busy());
        continue;
      }
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#begin(next);
      next.admit();
    }
  }

  /** Throws `busy` when the jobs of the same kind before this one take too long. */
  #checkWait({ isHeavy, begins, timeLeft }: Pick<Waiter, 'isHeavy' | 'begins' | 'timeLeft'>): void {
    const before = this.#waiting.filter((each) => each.isHeavy === isHeavy && each.begins <= begins);
    const cost = before.reduce((sum, each) => sum + each.cost, 0);
    const places = isHeavy ? this.#places.heavy : this.#places.all;
    if (this.#timeOf(cost) / places > PATIENCE * timeLeft) throw busy();
  }

  /** Refuses the newest job of the tenant with the most jobs. Throws `busy` when that is the asking one. */
  #makeRoom(tenant: string): void {
    const most = this.#greediest(tenant);
    this.#waiting.findLast((each) => each.tenant === most)?.refuse(busy());
  }

  /** The tenant with the most jobs. Throws `busy` when that is the asking one. */
  #greediest(tenant: string): string {
    const counts = new Map<string, number>();
    for (const each of this.#waiting) counts.set(each.tenant, (counts.get(each.tenant) ?? 0) + 1);
    const [most, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
    if (count <= (counts.get(tenant) ?? 0) + 1) throw busy();
    return most;
  }

  /** Forgets all tenants when nothing is left to do, and when there are too many, those that asked longest ago. */
  #forget(): void {
    if (this.#running + this.#waiting.length === 0) this.#next.clear();
    for (const tenant of this.#next.keys()) {
      if (this.#next.size <= MOST_TENANTS) return;
      this.#next.delete(tenant);
    }
  }
}

function busy(): NoirError {
  return new NoirError('busy', 'Too many pictures are waiting; try again in a second');
}
