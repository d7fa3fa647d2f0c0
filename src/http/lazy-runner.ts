/** A Runner that opens another one for its first job. */
import { NoirError, toProblem } from '../core/errors.ts';
import { type Answer, type Job, NO_USAGE, type Runner, type Status } from '../engine/job.ts';
import type { OnProgress } from '../engine/progress.ts';

export class LazyRunner implements Runner {
  readonly #open: () => Promise<Runner>;
  #opening: Promise<Runner> | undefined;
  #runner: Runner | undefined;
  #closed = false;

  constructor(open: () => Promise<Runner>) {
    this.#open = open;
  }

  async run(job: Job, signal?: AbortSignal, onProgress?: OnProgress): Promise<Answer> {
    try {
      const runner = await this.#ready();
      return await runner.run(job, signal, onProgress);
    } catch (error) {
      return { kind: 'problem', problem: toProblem(error) };
    }
  }

  status(): Status {
    if (this.#runner) return this.#runner.status();
    const nothing = { notes: [], backends: [], costs: '', running: 0, waiting: 0 };
    return { summary: 'not opened yet', ...nothing, usage: NO_USAGE };
  }

  async close(): Promise<void> {
    this.#closed = true;
    // What cannot be opened need not be closed.
    const runner = await this.#opening?.catch(() => undefined);
    await runner?.close();
  }

  async #ready(): Promise<Runner> {
    if (this.#closed) throw new NoirError('shutting-down', 'The pictures are closed');
    this.#opening ??= this.#open();
    try {
      this.#runner = await this.#opening;
      return this.#runner;
    } catch (error) {
      // The next job tries again.
      this.#opening = undefined;
      throw error;
    }
  }
}
