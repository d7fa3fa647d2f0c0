/** Works through the pictures of a batch, several at a time, and writes what becomes of each. */
import { lstatSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Encoded, encodedOutputs } from '../../engine/encoded.ts';
import { describeFileError } from '../../engine/file-error.ts';
import { expectDone, makeJob, type Runner, type Source } from '../../engine/job.ts';
import { makeFolder } from '../../engine/make-folder.ts';
import { replaceFile, writeNewFile } from '../../library/save.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { printStack } from '../failure.ts';
import { type Failure, failureOf, Unreadable } from './failures.ts';
import type { NameTemplate } from './names.ts';
import type { Task } from './plan.ts';
import type { Counts } from './progress.ts';

export interface Work {
  readonly runner: Runner;
  readonly recipe: Recipe;
  /** The further files that the recipe names. */
  readonly files: Readonly<Record<string, Source>>;
  readonly template: NameTemplate;
  readonly out: string;
  /** Whether a file that is there may be written over. */
  readonly mayReplace: boolean;
  /** Pictures at a time. */
  readonly concurrency: number;
  /** Milliseconds that each picture may take, and wait for a worker and for memory. */
  readonly deadline: number | undefined;
  /** Ends the batch: pictures in work are given up. */
  readonly signal: AbortSignal;
  /** Called after each picture. */
  readonly onPicture: () => void;
}

/** Resolves when every picture is done or has failed, or once the batch was ended. Adds to the counts. */
export async function workThrough(tasks: readonly Task[], work: Work, counts: Counts): Promise<Failure[]> {
  const failures: Failure[] = [];
  const waiting = tasks.values();
  const writer = new Writer(work);
  const oneByOne = async () => {
    for (const task of waiting) {
      if (work.signal.aborted) return;
      try {
        await writer.write(task, await process(task, work));
        counts.done++;
      } catch (error) {
        if (work.signal.aborted) return;
        counts.failed++;
        const { path } = task.input;
        failures.push(failureOf(error, path));
        printStack(error);
      }
      work.onPicture();
    }
  };
  await Promise.all(Array.from({ length: work.concurrency }, oneByOne));
  return failures;
}

async function process({ input }: Task, work: Work): Promise<Encoded[]> {
  const { runner, recipe, files, deadline, signal } = work;
  if (input.problem) throw new Unreadable(input.problem);
  const source = { kind: 'file', path: input.path, length: input.length } as const;
  const time = deadline === undefined ? {} : { timeLeft: deadline };
  const job = makeJob({ input: source, recipe, files, waits: true, ...time });
  return encodedOutputs(expectDone(await runner.run(job, signal)));
}

/** Bytes of a result up to which it is written at once. */
const SMALL = 2 ** 20;

/**
 * Milliseconds from which on that took long, and how often in a row. On a slow disk, or one of another machine, it is better to
 * wait for several files at a time.
 */
const [SLOW, MOST_SLOW] = [20, 3];

/** Writes results, each once, and with the times of their input. */
class Writer {
  readonly #work: Work;
  readonly #written = new Set<string>();
  readonly #folders = new Map<string, Promise<unknown>>();
  /** How many files in a row took long to write. */
  #slow = 0;

  constructor(work: Work) {
    this.#work = work;
  }

  async write({ input }: Task, results: readonly Encoded[]): Promise<void> {
    const { template, out } = this.#work;
    const named = results.map((result) => {
      const { format, shape, name } = result;
      const parts = { format, extent: shape, ...(name !== undefined && { output: name }) };
      return { path: template.pathOf(input, parts), data: result.data };
    });
    for (const { path } of named) this.#claim(path);
    for (const { path, data } of named) {
      const file = join(out, path);
      try {
        await this.#folder(dirname(file));
        await this.#save(file, data, input);
      } catch (error) {
        throw new Error(`cannot write ${file}: ${describeFileError(error)}`, { cause: error });
      }
    }
  }

  async #save(file: string, data: Uint8Array, times: Task['input']): Promise<void> {
    const isNew = lstatSync(file, { throwIfNoEntry: false }) === undefined;
    if (isNew && data.length <= SMALL && this.#slow < MOST_SLOW) {
      const begun = performance.now();
      writeNewFile(file, data, times);
      this.#slow = performance.now() - begun > SLOW ? this.#slow + 1 : 0;
      return;
    }
    if (!isNew && !this.#work.mayReplace) {
      throw new Error('it is there already; --force writes over it');
    }
    await replaceFile(file, data);
    await utimes(file, times.accessed, times.changed);
  }

  /** Names that hold an extent may turn out to be the same. */
  #claim(path: string): void {
    const key = path.toLowerCase();
    if (this.#written.has(key)) throw new Error(`another picture has become ${path}; see --name`);
    this.#written.add(key);
  }

  #folder(path: string): Promise<unknown> {
    const made = this.#folders.get(path) ?? makeFolder(path);
    this.#folders.set(path, made);
    return made;
  }
}
