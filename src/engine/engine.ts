/**
 * The Runner of this process: opens a job's input, plans its steps, lists the ways, walks the cheapest one, and
 * reports the result.
 */
import type { Backend } from '../backends/backend.ts';
import type { LegContext, LegSource } from '../backends/leg.ts';
import type { Coders } from '../coders/registry.ts';
import type { Costs } from '../core/costs.ts';
import { toProblem } from '../core/errors.ts';
import { abandonable, type Run } from '../core/run.ts';
import { beginLightJob } from '../core/turns.ts';
import { readsFurther, withPictures } from '../plan/part.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { Admission, type Room } from './admission.ts';
import { Breaker } from './breaker.ts';
import { nameExhaustion } from './exhaustion.ts';
import { type Answer, addUsage, type Job, NO_USAGE, type Runner, type Status, type Usage } from './job.ts';
import { type ExplainedStretch, Journal } from './journal.ts';
import type { Means } from './journey.ts';
import { smallerFile } from './kept-file.ts';
import { makeOutputs } from './outputs.ts';
import { openRun, type Patience } from './patience.ts';
import type { OnProgress } from './progress.ts';
import { type Router, routeByCost } from './router.ts';
import { openTask, type Task } from './task.ts';
import type { OnFailure } from './walk.ts';

/** Parts that an engine works with, all opened already. */
export interface EngineParts {
  readonly coders: Coders;
  readonly backends: readonly Backend[];
  /** Legs of coders and backends. On equal costs the first in this list wins. */
  readonly sources: readonly LegSource[];
  /** Limits and ops that recipes are read with. */
  readonly recipes: Recipes;
  readonly costs: Costs;
  /** One line for people about the hardware and libraries that the engine uses. */
  readonly summary: string;
  /** Further lines for people. */
  readonly notes?: readonly string[];
  readonly onFailure: OnFailure;
}

/** How a job went, for `noir explain`. */
export interface Explanation {
  /** The result of the job. */
  readonly answer: Answer;
  /** The possible ways of each stretch with their costs, and the one taken. A step that depends on the pixels begins a new stretch. */
  readonly stretches: readonly ExplainedStretch[];
}

/** A job in progress. Neither promise rejects. */
export interface Started {
  readonly answer: Promise<Answer>;
  /**
   * Resolves when no work of the job runs any more. A call into libvips cannot be interrupted, and goes on after its job
   * was cancelled.
   */
  readonly ended: Promise<void>;
}

/** What belongs to a job while it runs. */
interface Held {
  readonly run: Run;
  readonly room: Room;
  readonly journal: Journal;
}

/** Runs jobs in this process. */
export class Engine implements Runner {
  readonly #parts: EngineParts;
  readonly #router: Router;
  readonly #breakers: ReadonlyMap<string, Breaker>;
  readonly #admission: Admission;
  #closed: Promise<void> | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#router = routeByCost(parts.costs);
    this.#breakers = new Map(parts.backends.map(({ name }) => [name, new Breaker()]));
    this.#admission = new Admission(parts.recipes.limits);
  }

  run(job: Job, signal?: AbortSignal, onProgress?: OnProgress): Promise<Answer> {
    return this.start(job, signal, onProgress).answer;
  }

  /** Runs a job as `run` does, and also says when nothing of it goes on any more. */
  start(job: Job, signal?: AbortSignal, onProgress?: OnProgress): Started {
    return this.#run(job, new Journal(this.#router.tableId, onProgress), signal);
  }

  /** Runs a job as `run` does, and also returns the possible ways and the ones taken. */
  async explain(job: Job, signal?: AbortSignal): Promise<Explanation> {
    const journal = new Journal(this.#router.tableId);
    const answer = await this.#run(job, journal, signal).answer;
    return { answer, stretches: journal.explain() };
  }

  status(): Status {
    const { backends, costs, summary, notes = [] } = this.#parts;
    return {
      summary,
      notes,
      costs: costs.id,
      backends: backends.map(({ name, description, outline }) => ({
        ...{ name, description, paused: this.#breakers.get(name)?.open ?? false },
        ...(outline !== undefined && { outline }),
      })),
      ...this.#admission.counts,
      usage: this.usage(),
    };
  }

  /** The counts of the devices together. */
  usage(): Usage {
    return this.#parts.backends.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#admission.close();
    await Promise.all(this.#parts.backends.map((backend) => backend.close()));
  }

  #run(job: Job, journal: Journal, signal: AbortSignal | undefined): Started {
    const patience = openRun(signal, job);
    const end = job.isLight ? beginLightJob() : () => {};
    const answer = abandonable(this.#answer(job, patience, journal), patience.run)
      .catch((error): Answer => ({ kind: 'problem', problem: toProblem(nameExhaustion(error)) }))
      .finally(() => {
        patience.close();
        end();
      });
    return { answer, ended: answer.then(patience.settled) };
  }

  async #answer(job: Job, { run, settled }: Patience, journal: Journal): Promise<Answer> {
    const task = await openTask(job, this.#parts, run);
    for (const sentence of task.opened.notes ?? []) journal.note(sentence);
    const room = this.#admission.open(task, run.signal, job.waits);
    try {
      journal.progress.begin(task.goals.length);
      const made = await makeOutputs(task, this.#meansFor(task, { run, room, journal }));
      const { limits } = this.#parts.recipes;
      const kept = task.keepsFile ? smallerFile(task.opened, made[0], limits) : undefined;
      if (kept) journal.keptFile();
      journal.progress.end();
      return { kind: 'done', outputs: kept ? [kept] : made, ...journal.course(task.opened.format) };
    } finally {
      settled().then(room.leave);
    }
  }

  #meansFor({ further }: Task, { run, room, journal }: Held): Means {
    const { coders, sources, costs, onFailure, recipes } = this.#parts;
    const context: LegContext = {
      run,
      admit: room.admit,
      spent: (part, milliseconds) => journal.spent(part, milliseconds),
      note: (sentence) => journal.note(sentence),
      fill: async (plan) => (readsFurther(plan) ? withPictures(plan, await further.decode(run)) : plan),
      colors: (bytes, components) => coders.colors(bytes, components, run),
    };
    return {
      ...{ context, sources, limits: recipes.limits, costs, journal, progress: journal.progress },
      output: undefined,
      router: this.#router,
      guards: { breakers: this.#breakers, onFailure, failed: new Set() },
    };
  }
}
