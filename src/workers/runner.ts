/**
 * The Runner that keeps worker processes. This process reads recipes, queues jobs and answers; it never decodes and
 * never touches the GPU. When native code or a driver kills a worker, its job costs at most one more try.
 */
import type { BackendName } from '../backends/backend.ts';
import { mayHaveGpu } from '../backends/gpu/hardware.ts';
import { NoirError, type Problem, toProblem } from '../core/errors.ts';
import { abandonable, type Run } from '../core/run.ts';
import { Breaker } from '../engine/breaker.ts';
import {
  type Answer,
  addUsage,
  type Body,
  type Job,
  NO_USAGE,
  type Runner,
  type Status,
} from '../engine/job.ts';
import { openRun } from '../engine/patience.ts';
import type { OnProgress } from '../engine/progress.ts';
import type { OnFailure } from '../engine/walk.ts';
import { BodyFiles } from './body-files.ts';
import { countCores, countJobs } from './cores.ts';
import type { WorkerSettings } from './messages.ts';
import { Pool, type PoolOptions } from './pool.ts';
import { type Suspect, Suspects } from './suspects.ts';

export interface WorkerOptions {
  readonly settings: WorkerSettings;
  /** Processes without the GPU that work. */
  readonly workers: number;
  /** Whether one process more of each kind is kept warm. */
  readonly spare: boolean;
  readonly onFailure: OnFailure;
  /** Opens the forecast for the GPU of its worker. */
  readonly openForecast: (gpu: { outline: unknown; costs: string }) => Promise<Forecast | undefined>;
}

/** The backends that a job will be done by; undefined when that is not known yet. */
type Forecast = (job: Job, run: Run) => Promise<readonly string[] | undefined>;

/** Jobs that the worker with the GPU holds at once: two overlap on it. */
const GPU_JOBS = 2;

/** Times that a job is given to a worker at most. */
const TRIES = 2;

/** Problems that a job of the GPU's worker need not have in another one. */
const SHORTAGES: readonly string[] = ['resource-exhausted', 'backend-failed'];

/** Circumstances of a try. */
interface Try {
  readonly pool: Pool;
  /** Whether the job has a worker for itself. */
  readonly alone: boolean;
}

/** A job with the place to tell its progress to. */
interface Ordered {
  readonly job: Job;
  readonly onProgress: OnProgress | undefined;
}

export class WorkerRunner implements Runner {
  readonly #options: WorkerOptions;
  readonly #suspects = new Suspects();
  readonly #breaker = new Breaker();
  readonly #inside = new Set<Promise<unknown>>();
  readonly #bodies = new BodyFiles();
  #cpu: Pool | undefined;
  /** The one worker that holds the GPU, if there is one. */
  #gpu: Pool | undefined;
  #forecast: Forecast | undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Starts the workers. Rejects when they cannot open an engine with these settings. */
  static async open(options: WorkerOptions): Promise<WorkerRunner> {
    const runner = new WorkerRunner(options);
    const { settings, workers } = options;
    const { backends } = settings;
    const wantsGpu = backends.includes('gpu') && mayHaveGpu(settings.gpu);
    const others = backends.filter((name) => name !== 'gpu');
    const onGpu = wantsGpu
      ? runner.#openPool({ settings, workers: 1, jobs: GPU_JOBS, onDeath: () => runner.#breaker.failed() })
      : undefined;
    const hasSpareCores = workers < countCores();
    // Without another backend there is nothing to do in a worker without the GPU.
    const onCpu =
      others.length > 0
        ? runner.#openPool({
            settings: { ...settings, gpu: 'off', hasSpareCores },
            ...{ workers, jobs: countJobs(workers) },
          })
        : undefined;
    const [gpu, cpu] = await Promise.allSettled([onGpu, onCpu]);
    runner.#cpu = poolOf(cpu);
    const held = gpuOf(poolOf(gpu));
    if (held) runner.#gpu = poolOf(gpu);
    else poolOf(gpu)?.close();
    if (held && runner.#cpu) runner.#forecast = await options.openForecast(held);
    // Without the GPU's worker, the others do its work.
    if (runner.#cpu || (runner.#gpu && others.length === 0)) return runner;
    for (const pool of runner.#pools) pool.close();
    runner.#bodies.close();
    const failed = [cpu, gpu].find((each) => each.status === 'rejected');
    throw failed?.reason ?? new Error('none of the backends asked for can be had here; see `noir doctor`');
  }

  async run(job: Job, signal?: AbortSignal, onProgress?: OnProgress): Promise<Answer> {
    const patience = openRun(signal, job);
    const answer = this.#answer({ job, onProgress }, patience.run);
    this.#inside.add(answer);
    try {
      return await abandonable(answer, patience.run);
    } catch (error) {
      return { kind: 'problem', problem: toProblem(error) };
    } finally {
      patience.close();
      this.#inside.delete(answer);
    }
  }

  status(): Status {
    const pools = this.#pools;
    const [first] = pools;
    if (!first) throw new Error('the workers are not open');
    const total = (count: (pool: Pool) => number) => pools.reduce((sum, pool) => sum + count(pool), 0);
    const { workers } = this.#options;
    const backends = first.status.backends.map((backend) => {
      return backend.name === 'gpu' ? { ...backend, paused: this.#breaker.open } : backend;
    });
    return {
      ...first.status,
      backends,
      summary: `${first.status.summary}; in ${workers} worker ${workers === 1 ? 'process' : 'processes'}`,
      running: total(({ counts }) => counts.running),
      waiting: total(({ counts }) => counts.waiting),
      usage: pools.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
      isOut: pools.every(({ isOut }) => isOut),
    };
  }

  /** The front plans jobs for the GPU itself, and needs their bytes for that. */
  openBody(): Body | undefined {
    return !this.#gpu && this.#cpu?.readsBodies ? this.#bodies.open() : undefined;
  }

  /** Process ids of the workers, those with the GPU first, then those of the spares. For tests and for people. */
  get pids(): readonly number[] {
    return this.#pools.flatMap((pool) => pool.pids);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #pools(): Pool[] {
    return [this.#gpu, this.#cpu].filter((pool) => pool !== undefined);
  }

  async #close(): Promise<void> {
    while (this.#inside.size > 0) await Promise.allSettled(this.#inside);
    for (const pool of this.#pools) pool.close();
    this.#bodies.close();
  }

  async #answer(order: Ordered, run: Run): Promise<Answer> {
    const { job } = order;
    if (this.#closing) throw new NoirError('shutting-down', 'The workers are being closed');
    const known = await this.#suspects.find(job.input);
    if (known) throw workerLost(known, `job ${job.id} has an input that ended ${TRIES} workers before`);
    let forGpu = this.#gpu !== undefined && (await this.#needsGpu(job, run));
    let alone = false;
    let isShort = false;
    let failedOver = false;
    for (let deaths = 0; deaths < TRIES; failedOver = true) {
      const pool = this.#choose(forGpu && !alone);
      const outcome = await this.#try(order, { pool, alone }, run.signal);
      if (outcome.kind === 'done') {
        // The job itself was not the cause.
        if (isShort) this.#breaker.failed();
        return failedOver ? { ...outcome, failedOver } : outcome;
      }
      if (outcome.kind === 'problem') {
        isShort = this.#mayBeGpus(pool, outcome.problem);
        if (!isShort) return outcome;
        forGpu = false;
      } else {
        // Which of the worker's jobs is the cause shows when each of them has a worker for itself.
        alone = true;
        if (outcome.kind === 'died') deaths++;
      }
    }
    throw workerLost(await this.#suspects.add(job.input), `job ${job.id} ended ${TRIES} workers`);
  }

  /** Whether a job's way leads over the GPU, or may do so once its picture is known. */
  async #needsGpu(job: Job, run: Run): Promise<boolean> {
    const backends = await this.#forecast?.(job, run);
    return backends?.includes('gpu') ?? true;
  }

  /** The GPU's worker for a job that is for it, unless that keeps failing. */
  #choose(onGpu: boolean): Pool {
    const gpu = onGpu || !this.#cpu ? this.#gpu : undefined;
    return gpu && (!this.#cpu || this.#breaker.admits()) ? gpu : (this.#cpu as Pool);
  }

  /** Whether the GPU's worker may lack something that the others have, such as memory. */
  #mayBeGpus(pool: Pool, { code }: Problem): boolean {
    return pool === this.#gpu && this.#cpu !== undefined && SHORTAGES.includes(code);
  }

  /** Gives a job to a worker of the pool. */
  async #try({ job, onProgress }: Ordered, { pool, alone }: Try, signal: AbortSignal) {
    const give = async () => {
      if (!job.waits) this.#checkQueue(pool);
      return pool.run({ job, onProgress, signal, alone });
    };
    if (pool !== this.#gpu) return give();
    try {
      const outcome = await give();
      if (outcome.kind === 'done' && this.#breaker.open) this.#breaker.succeeded();
      return outcome;
    } finally {
      // The death of a worker has reported itself. Other problems say nothing of the GPU.
      this.#breaker.leftAlone();
    }
  }

  #checkQueue(pool: Pool): void {
    if (pool.counts.waiting < this.#options.settings.limits.queue) return;
    throw new NoirError('busy', 'Too many pictures are waiting; try again in a second');
  }

  #openPool({
    settings,
    ...pool
  }: Pick<PoolOptions, 'settings' | 'workers' | 'jobs' | 'onDeath'>): Promise<Pool> {
    const { onFailure, spare } = this.#options;
    return Pool.open({
      ...pool,
      settings: { ...settings, trial: this.#bodies.trial },
      spare,
      onFailure: (backend, message) => onFailure(backend as BackendName | 'worker', new Error(message)),
    });
  }
}

const poolOf = (settled: PromiseSettledResult<Pool | undefined>): Pool | undefined =>
  settled.status === 'fulfilled' ? settled.value : undefined;

/** What the front needs to plan for the GPU of a pool. */
function gpuOf(pool: Pool | undefined): { outline: unknown; costs: string } | undefined {
  const gpu = pool?.status.backends.find(({ name }) => name === 'gpu');
  return gpu && pool && { outline: gpu.outline, costs: pool.status.costs };
}

/** `reason` is for the log. */
function workerLost({ hash, seconds }: Suspect, reason: string): NoirError {
  return new NoirError('worker-lost', 'The worker processes that had this picture ended', {
    retryAfter: seconds,
    cause: new Error(`${reason}; it is refused for ${seconds} s; SHA-256 of its input: ${hash}`),
  });
}
