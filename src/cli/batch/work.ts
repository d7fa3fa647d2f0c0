/** Works through the pictures of a batch, several at a time, and writes what becomes of each. */
import { mkdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNoirError } from '../../core/errors.ts';
import { type Encoded, encodedOutputs } from '../../engine/encoded.ts';
import { describeFileError } from '../../engine/file-error.ts';
import { expectDone, makeJob, type Runner, type Source } from '../../engine/job.ts';
import { replaceFile } from '../../library/save.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { nameFile } from '../picture-error.ts';
import type { NameTemplate } from './names.ts';
import type { Task } from './plan.ts';
import type { Counts } from './progress.ts';

/** A picture that could not be done. */
export interface Failure {
  readonly input: string;
  readonly code: string;
  /** Names the input, or the further file that is at fault. */
  readonly message: string;
}

export interface Work {
  readonly runner: Runner;
  readonly recipe: Recipe;
  /** The further files that the recipe names. */
  readonly files: Readonly<Record<string, Source>>;
  readonly template: NameTemplate;
  readonly out: string;
  /** Pictures at a time. */
  readonly concurrency: number;
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
        failures.push({ input: path, ...describe(nameFile(error, path), path) });
      }
      work.onPicture();
    }
  };
  await Promise.all(Array.from({ length: work.concurrency }, oneByOne));
  return failures;
}

async function process({ input }: Task, { runner, recipe, files, signal }: Work): Promise<Encoded[]> {
  const source = { kind: 'file', path: input.path, length: input.length } as const;
  const job = makeJob({ input: source, recipe, files, waits: true });
  return encodedOutputs(expectDone(await runner.run(job, signal)));
}

/** Writes results, each once, and with the times of their input. */
class Writer {
  readonly #work: Work;
  readonly #written = new Set<string>();
  readonly #folders = new Map<string, Promise<unknown>>();

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
      await this.#folder(dirname(file));
      await replaceFile(file, data);
      await utimes(file, input.accessed, input.changed);
    }
  }

  /** Names that hold an extent may turn out to be the same. */
  #claim(path: string): void {
    const key = path.toLowerCase();
    if (this.#written.has(key)) throw new Error(`another picture has become ${path}; see --name`);
    this.#written.add(key);
  }

  #folder(path: string): Promise<unknown> {
    const made = this.#folders.get(path) ?? mkdir(path, { recursive: true });
    this.#folders.set(path, made);
    return made;
  }
}

function describe(error: unknown, path: string): Omit<Failure, 'input'> {
  if (isNoirError(error)) return { code: error.code, message: error.message };
  const isFile = error instanceof Error && 'code' in error;
  const message = isFile ? describeFileError(error) : error instanceof Error ? error.message : String(error);
  return { code: 'cannot-write', message: `${path}: ${message}` };
}
