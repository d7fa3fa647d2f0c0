import type { Backend, BackendName, Processed } from '../backends/backend.ts';
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
