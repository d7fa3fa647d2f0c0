/** A Runner in front of another one. It holds jobs back until their turn, and refuses those that would wait too long. */
import type { Costs } from '../core/costs.ts';
import { toProblem } from '../core/errors.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { SHIPPED_COSTS } from './costs/shipped.ts';
import { expectedTime } from './expected.ts';
import { FairQueue, isHeavyCost, type Places } from './fair-queue.ts';
import type { Answer, Body, Job, Runner, Status } from './job.ts';
import { openRun } from './patience.ts';
import type { OnProgress } from './progress.ts';

export class FairRunner implements Runner {
  readonly #runner: Runner;
  readonly #recipes: Recipes;
  readonly #costs: Costs;
  readonly #queue: FairQueue;

  /** Estimates by the table of costs that ships with Noir, and corrects itself by the time that jobs take. */
  constructor(runner: Runner, recipes: Recipes, places: Places, costs: Costs = SHIPPED_COSTS) {
    this.#runner = runner;
    this.#recipes = recipes;
    this.#queue = new FairQueue(places);
    this.#costs = costs;
  }

  async run(job: Job, signal?: AbortSignal, onProgress?: OnProgress): Promise<Answer> {
    const begun = performance.now();
    const patience = openRun(signal, job);
    const asked = {
      tenant: job.tenant ?? '',
      cost: expectedTime(job, this.#recipes, this.#costs),
      timeLeft: job.timeLeft ?? Number.POSITIVE_INFINITY,
    };
    let leave = () => {};
    try {
      leave = await this.#queue.enter(asked, patience.run.signal);
      const turn = performance.now() - begun;
      const left = job.timeLeft !== undefined && { timeLeft: job.timeLeft - (performance.now() - begun) };
      const answer = await this.#runner.run(
        { ...job, ...left, isLight: !isHeavyCost(asked.cost) },
        signal,
        onProgress,
      );
      return answer.kind === 'done' ? { ...answer, timings: { turn, ...answer.timings } } : answer;
    } catch (error) {
      return { kind: 'problem', problem: toProblem(error) };
    } finally {
      leave();
      patience.close();
    }
  }

  /** Throws `busy` when no job of this tenant would be taken now, whatever it is. */
  check(tenant: string, timeLeft: number = Number.POSITIVE_INFINITY): void {
    this.#queue.check({ tenant, timeLeft });
  }

  openBody(): Body | undefined {
    return this.#runner.openBody?.();
  }

  status(): Status {
    const status = this.#runner.status();
    return { ...status, waiting: status.waiting + this.#queue.counts.waiting };
  }

  /** Expected milliseconds of the jobs that wait for their turn. */
  get waitingCost(): number {
    return this.#queue.waitingCost;
  }

  close(): Promise<void> {
    return this.#runner.close();
  }
}
