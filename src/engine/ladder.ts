import type { Backend, BackendName, DirectJob, DirectResult, Processed } from '../backends/backend.ts';
import { NoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import type { Plan } from '../plan/plan.ts';
import { Breaker } from './breaker.ts';
import { Costs } from './costs.ts';

/** A processed picture and who made it; `none` when there was nothing to do. */
export interface Laddered extends Processed {
  readonly backend: BackendName | 'none';
}

/** Backends that failed at one request already: it is not for them to fail again while there are others. */
export type Failed = Set<Backend>;

/** Reports a backend's failure; the job goes on elsewhere. */
export type OnFailure = (backend: BackendName, error: unknown) => void;

/** Hands each plan to the backend that is likely to be done first, and to the next one when that fails. */
export class Ladder {
  readonly #backends: readonly Backend[];
  readonly #breakers: ReadonlyMap<Backend, Breaker>;
  readonly #onFailure: OnFailure;
  readonly #costs = new Costs();
  #running = 0;
  #begun = 0;

  /** The order of the backends breaks ties between those that are expected to take as long. */
  constructor(backends: readonly Backend[], onFailure: OnFailure) {
    this.#backends = backends;
    this.#breakers = new Map(backends.map((backend) => [backend, new Breaker()]));
    this.#onFailure = onFailure;
  }

  /** Throws `cannot-process` when no backend does all of the steps, `backend-failed` when all that do fail. */
  async process(plan: Plan, image: Image, failed: Failed = new Set()): Promise<Laddered> {
    if (plan.steps.length === 0) return { image, timings: {}, release: () => {}, backend: 'none' };
    const able = this.#backends.filter((backend) => backend.supports(plan));
    if (able.length === 0) {
      const names = this.#backends.map(({ name }) => name).join(', ');
      throw new NoirError('cannot-process', `The enabled backends (${names}) do not do these steps`);
    }
    const others = able.filter((backend) => !failed.has(backend));
    let cause: unknown;
    for (const backend of this.#costs.choose(plan, others.length > 0 ? others : able)) {
      const breaker = this.#breakers.get(backend);
      if (!breaker?.admits()) continue;
      try {
        const processed = await this.#run(backend, plan, image);
        breaker.succeeded();
        return { ...processed, backend: backend.name };
      } catch (error) {
        breaker.failed();
        failed.add(backend);
        this.#onFailure(backend.name, error);
        cause = error;
      }
    }
    throw new NoirError('backend-failed', 'No backend could finish the work', { cause });
  }

  /** Whether any backend decodes and encodes by itself. */
  get codes(): boolean {
    return this.#backends.some((backend) => backend.direct);
  }

  /**
   * The first of the backends for a plan in the order set, if it decodes and encodes by itself and has not been
   * seen to take longer for the steps alone than another one would with the file besides.
   */
  directFor(plan: Plan): Backend | undefined {
    const [first, ...others] = this.#backends.filter((backend) => backend.supports(plan));
    if (!first?.direct || this.#breakers.get(first)?.open) return undefined;
    return this.#costs.isOutrun(plan, first, others) ? undefined : first;
  }

  /**
   * Has that backend do a job from a file or into one. Undefined where it cannot, or fails: then the pixels go
   * the usual way.
   */
  async direct(
    job: DirectJob,
    failed: Failed = new Set(),
  ): Promise<(DirectResult & { readonly backend: BackendName }) | undefined> {
    const backend = this.directFor(job.plan);
    const breaker = backend && this.#breakers.get(backend);
    if (!backend?.direct || failed.has(backend) || !breaker?.admits()) return undefined;
    try {
      const { done } = await this.#timed(() => backend.direct?.(job));
      breaker.succeeded();
      return done && { ...done, backend: backend.name };
    } catch (error) {
      breaker.failed();
      failed.add(backend);
      this.#onFailure(backend.name, error);
      return undefined;
    }
  }

  /** Backends and whether each is taking work. */
  status(): readonly { readonly name: BackendName; readonly description: string; readonly open: boolean }[] {
    return this.#backends.map((backend) => ({
      name: backend.name,
      description: backend.description,
      open: this.#breakers.get(backend)?.open ?? false,
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#backends.map((backend) => backend.close()));
  }

  async #run(backend: Backend, plan: Plan, image: Image): Promise<Processed> {
    const { done, milliseconds, alone } = await this.#timed(() => backend.process(plan, image));
    // Where there is no choice there is nothing to learn for.
    if (this.#backends.length > 1) this.#costs.learn(plan, backend.name, milliseconds, alone);
    return done;
  }

  /** Runs a job, and tells whether no other one ran meanwhile. */
  async #timed<Result>(job: () => Promise<Result> | undefined) {
    this.#running++;
    const [number, single] = [++this.#begun, this.#running === 1];
    const begun = performance.now();
    try {
      const done = (await job()) as Result;
      const milliseconds = performance.now() - begun;
      return { done, milliseconds, alone: single && number === this.#begun };
    } finally {
      this.#running--;
    }
  }
}
