import type { Backend, BackendName, DirectJob, DirectResult, Processed } from '../backends/backend.ts';
import { NoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import type { Plan } from '../plan/plan.ts';
import { Breaker } from './breaker.ts';

/** A processed picture and who made it; `none` when there was nothing to do. */
export interface Laddered extends Processed {
  readonly backend: BackendName | 'none';
}

/** Reports a backend's failure; the job goes on elsewhere. */
export type OnFailure = (backend: BackendName, error: unknown) => void;

/** Hands each plan to the first backend that can run it, and to the next one when that fails. */
export class Ladder {
  readonly #rungs: readonly { readonly backend: Backend; readonly breaker: Breaker }[];
  readonly #onFailure: OnFailure;

  constructor(backends: readonly Backend[], onFailure: OnFailure) {
    this.#rungs = backends.map((backend) => ({ backend, breaker: new Breaker() }));
    this.#onFailure = onFailure;
  }

  /** Throws `cannot-process` when no backend does all of the steps, `backend-failed` when all that do fail. */
  async process(plan: Plan, image: Image): Promise<Laddered> {
    if (plan.steps.length === 0) return { image, timings: {}, release: () => {}, backend: 'none' };
    const able = this.#rungs.filter(({ backend }) => backend.supports(plan));
    if (able.length === 0) {
      const names = this.#rungs.map(({ backend }) => backend.name).join(', ');
      throw new NoirError('cannot-process', `The enabled backends (${names}) do not do these steps`);
    }
    let cause: unknown;
    for (const { backend, breaker } of able) {
      if (!breaker.admits()) continue;
      try {
        const processed = await backend.process(plan, image);
        breaker.succeeded();
        return { ...processed, backend: backend.name };
      } catch (error) {
        breaker.failed();
        this.#onFailure(backend.name, error);
        cause = error;
      }
    }
    throw new NoirError('backend-failed', 'No backend could finish the work', { cause });
  }

  /** Whether any backend decodes and encodes by itself. */
  get codes(): boolean {
    return this.#rungs.some(({ backend }) => backend.direct);
  }

  /** The backend that would be asked first for a plan, if it decodes and encodes by itself. */
  directFor(plan: Plan): Backend | undefined {
    const first = this.#rungs.find(({ backend }) => backend.supports(plan));
    return first?.backend.direct && !first.breaker.open ? first.backend : undefined;
  }

  /**
   * Has that backend do a job from a file or into one. Undefined where it cannot, or fails: then the pixels go
   * the usual way.
   */
  async direct(job: DirectJob): Promise<(DirectResult & { readonly backend: BackendName }) | undefined> {
    const backend = this.directFor(job.plan);
    const breaker = this.#rungs.find((rung) => rung.backend === backend)?.breaker;
    if (!backend?.direct || !breaker?.admits()) return undefined;
    try {
      const done = await backend.direct(job);
      breaker.succeeded();
      return done && { ...done, backend: backend.name };
    } catch (error) {
      breaker.failed();
      this.#onFailure(backend.name, error);
      return undefined;
    }
  }

  /** Backends and whether each is taking work. */
  status(): readonly { readonly name: BackendName; readonly description: string; readonly open: boolean }[] {
    return this.#rungs.map(({ backend, breaker }) => ({
      name: backend.name,
      description: backend.description,
      open: breaker.open,
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#rungs.map(({ backend }) => backend.close()));
  }
}
