/**
 * The Runner of this process: opens a job's input, plans its steps, lists the ways, walks the cheapest one, and
 * reports the result.
 */
import type { Backend } from '../backends/backend.ts';
import { frameOf, giveBack, type HostCarrier, type LegContext, type LegSource } from '../backends/leg.ts';
import { isExhausted } from '../coders/faults.ts';
import type { Coders } from '../coders/registry.ts';
import type { Costs } from '../core/costs.ts';
import { NoirError, toProblem } from '../core/errors.ts';
import { abandonable, type Run } from '../core/run.ts';
import type { Output as Encoding, FormatName } from '../formats/format.ts';
import { castFor } from '../plan/casting.ts';
import { readsFurther, withPictures } from '../plan/part.ts';
import type { Plan } from '../plan/plan.ts';
import type { Step } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { Admission } from './admission.ts';
import { Breaker } from './breaker.ts';
import { FrameJourney } from './frame-journey.ts';
import { chooseFrames, type Timing } from './frames.ts';
import { type FurtherPictures, findFurther } from './further.ts';
import { type Opened, openSource } from './inputs.ts';
import type { Answer, Job, Output, Runner, Status } from './job.ts';
import { type ExplainedStretch, Journal } from './journal.ts';
import { Journey, type Means } from './journey.ts';
import { outputOf, reportOn } from './outputs.ts';
import { openRun, type Patience } from './patience.ts';
import type { OnProgress } from './progress.ts';
import { type Router, routeByCost } from './router.ts';
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
  readonly answer: Answer;
  readonly stretches: readonly ExplainedStretch[];
}

/** A job after its recipe and the header of its input were read. */
interface Task {
  readonly opened: Opened;
  /** Frames of the input that are worked on. */
  readonly count: number;
  readonly timing: Timing;
  readonly steps: readonly Step[];
  /** The step at the end that says something of the picture. */
  readonly report: Step | undefined;
  readonly format: FormatName;
  /** Undefined when the picture itself is wanted. */
  readonly output: Encoding | undefined;
  readonly plan: Plan;
  readonly further: FurtherPictures;
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
    return this.#run(job, new Journal(this.#router.tableId, onProgress), signal);
  }

  /** Runs a job as `run` does, and also returns the possible ways and the ones taken. */
  async explain(job: Job, signal?: AbortSignal): Promise<Explanation> {
    const journal = new Journal(this.#router.tableId);
    const answer = await this.#run(job, journal, signal);
    return { answer, stretches: journal.explain() };
  }

  status(): Status {
    const { backends, costs, summary, notes = [] } = this.#parts;
    return {
      summary,
      notes,
      costs: costs.id,
      backends: backends.map(({ name, description }) => ({
        name,
        description,
        paused: this.#breakers.get(name)?.open ?? false,
      })),
      ...this.#admission.counts,
    };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#admission.close();
    await Promise.all(this.#parts.backends.map((backend) => backend.close()));
  }

  async #run(job: Job, journal: Journal, signal: AbortSignal | undefined): Promise<Answer> {
    const patience = openRun(signal, job.timeLeft);
    try {
      return await abandonable(this.#answer(job, patience, journal), patience.run);
    } catch (error) {
      return { kind: 'problem', problem: toProblem(named(error)) };
    } finally {
      patience.close();
    }
  }

  async #answer(job: Job, { run, settled }: Patience, journal: Journal): Promise<Answer> {
    const task = await this.#open(job, run);
    for (const sentence of task.opened.notes ?? []) journal.note(sentence);
    const leave = await this.#admission.enter(task, run.signal, job.waits);
    try {
      journal.progress.begin();
      const made = await this.#make(task, run, journal);
      const { frames } = task.opened;
      const output = frames ? { ...made, frames: { sent: task.count, of: frames.count } } : made;
      const formats = {
        from: task.opened.format,
        to: output.kind === 'file' ? output.format : undefined,
      };
      journal.progress.end();
      return { kind: 'done', outputs: [output], ...journal.course(formats) };
    } finally {
      settled().then(leave);
    }
  }

  /** Reads everything that can be known before decoding, and refuses a job that would fail later. */
  async #open(job: Job, run: Run): Promise<Task> {
    const { recipes, coders } = this.#parts;
    const { limits } = recipes;
    const recipe = recipes.parseCanonical(job.recipe);
    const source = await openSource(job.input, limits, recipe.input, run);
    run.signal.throwIfAborted();
    const last = recipe.steps.at(-1);
    const report = last?.op.report ? last : undefined;
    const written = report ? recipe.steps.slice(0, -1) : recipe.steps;
    // The other options are about the picture's own file.
    const reading = { failOn: recipe.input.failOn };
    const further = await findFurther(written, { files: job.files, coders, limits, run, reading });
    const accepted = job.accepted.filter((format) => coders.encodes(format));
    const file = !report && job.wants === 'file';
    const wishes = { recipe, accepted, steps: further.steps, file, limits };
    const { plan, encoding, ...chosen } = chooseFrames(source, wishes);
    const output = file ? encoding : undefined;
    const cast = output ? castFor(output.format, plan.output.type) : [];
    const steps = [...further.steps, ...cast];
    return { ...chosen, steps, report, format: encoding.format, output, plan, further };
  }

  async #make(task: Task, run: Run, journal: Journal): Promise<Output> {
    const { coders, sources, costs, onFailure } = this.#parts;
    const { limits } = this.#parts.recipes;
    const context: LegContext = {
      run,
      spent: (part, milliseconds) => journal.spent(part, milliseconds),
      note: (sentence) => journal.note(sentence),
      fill: async (plan) => (readsFurther(plan) ? withPictures(plan, await task.further.decode(run)) : plan),
      colors: (bytes, components) => coders.colors(bytes, components, run),
    };
    const { opened, count, timing, steps, output, report, format } = task;
    const means: Means = {
      ...{ context, sources, limits, costs, output, journal, progress: journal.progress },
      router: this.#router,
      guards: { breakers: this.#breakers, onFailure, failed: new Set() },
    };
    const journey = count > 1 ? new FrameJourney(means, timing) : new Journey(means);
    const carrier = await journey.go(opened, steps);
    try {
      if (!report) return outputOf(carrier, format);
      return await timed(journal, 'report', () => reportOn(report, frameOf(carrier as HostCarrier), run));
    } finally {
      giveBack(carrier);
    }
  }
}

async function timed<Result>(journal: Journal, part: string, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  journal.spent(part, performance.now() - begun);
  return result;
}

/** Names the error when the machine has run out of a resource: the caller is not at fault and may try again. */
function named(error: unknown): unknown {
  if (!isExhausted(error)) return error;
  return new NoirError('resource-exhausted', 'Memory, disk space or open files ran out', { cause: error });
}
