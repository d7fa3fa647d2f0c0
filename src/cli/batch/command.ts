/** `noir batch`: many pictures from files, through one recipe, into files. */
import { setMaxListeners } from 'node:events';
import { constants } from 'node:os';
import { describeFileError } from '../../engine/file-error.ts';
import { findOnDisk, gatherFiles } from '../../engine/files.ts';
import { makeFolder } from '../../engine/make-folder.ts';
import { createNoir } from '../../noir.ts';
import { optimizeLate } from '../../workers/compiling.ts';
import { countJobs, countWorkers } from '../../workers/cores.ts';
import { collectSeldom } from '../../workers/garbage.ts';
import { UsageError } from '../failure.ts';
import { readLimits } from '../limits.ts';
import { printable } from '../printable.ts';
import { readSettings } from '../settings.ts';
import { refuseUnwritable } from '../writable.ts';
import { findInputs } from './inputs.ts';
import { onInterrupt } from './interrupt.ts';
import { NameTemplate } from './names.ts';
import { planBatch } from './plan.ts';
import { printPlan } from './print-plan.ts';
import { ProgressBar } from './progress.ts';
import { readRecipe, splitWords } from './recipe.ts';
import { describeFailures, type Summary, summarize } from './summary.ts';
import { workThrough } from './work.ts';

export interface BatchOptions {
  readonly out: string;
  readonly format?: string;
  readonly recipe?: string;
  readonly name?: string;
  readonly concurrency?: number;
  /** Milliseconds that each picture may take. */
  readonly deadline?: number;
  readonly isolation: 'process' | 'none';
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly limit?: readonly string[];
}

/** Exit statuses: everything done, something failed. */
const [DONE, FAILED] = [0, 1];

/** The exit status of a program that a signal has ended, as shells have it: 130 for Ctrl-C. */
const statusAfter = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

/** Runs a batch, and resolves with the exit status. Throws for mistakes, before anything is done. */
export async function runBatch(words: readonly string[], options: BatchOptions): Promise<number> {
  refuseEmpty(words, options.out);
  const limits = await readLimits(options.limit);
  const { inputs: named, ops } = splitWords(words, options);
  const recipe = await readRecipe(ops, options, limits);
  const several = recipe.outputs !== undefined;
  const usual = several ? '{dir}/{name}-{output}.{ext}' : '{dir}/{name}.{ext}';
  const template = new NameTemplate(options.name ?? usual, several);
  const plan = await planBatch(await findInputs(named, options.out), { ...options, recipe, template });
  if (plan.tasks.length > 0) await refuseUnwritable(options.out, `--out ${options.out}`);
  const files = await gatherFiles(recipe, findOnDisk);
  if (options.dryRun) return printPlan(plan, options) ? FAILED : DONE;
  if (plan.tasks.length > 0) await makeResultFolder(options.out);
  const workers = Math.max(
    1,
    Math.min(countWorkers(), options.concurrency ?? plan.tasks.length, plan.tasks.length),
  );
  // While a worker is busy with one picture, another one is read or written.
  const { quiet = false, concurrency = workers * countJobs(workers) } = options;
  const { isolation } = options;
  // Nobody waits for the one picture that a dead worker costs.
  const processes = isolation === 'process' ? { isolation, workers, spare: false } : {};
  optimizeLate();
  collectSeldom();
  const noir = await createNoir({ ...(await readSettings(options)), limits, ...processes });
  const interrupt = new AbortController();
  // Every picture in work listens; Node takes more than 10 listeners for a leak, and warns.
  setMaxListeners(0, interrupt.signal);
  let ended: NodeJS.Signals | undefined;
  const forget = onInterrupt((signal) => {
    ended = signal;
    interrupt.abort();
  });
  const counts = { done: 0, failed: 0, total: plan.tasks.length };
  const bar = new ProgressBar(counts, quiet);
  bar.draw();
  try {
    const { runner } = noir;
    const onPicture = () => bar.draw();
    const { out, force = false, resume = false, deadline } = options;
    const mayReplace = force || resume;
    const work = { runner, recipe, files, template, out, mayReplace, concurrency, deadline, onPicture };
    const failures = await workThrough(plan.tasks, { ...work, signal: interrupt.signal }, counts);
    bar.clear();
    const { done } = counts;
    const interrupted = ended !== undefined;
    report({ done, skipped: plan.skipped, failures, interrupted, seconds: bar.seconds }, options);
    return ended ? statusAfter(ended) : failures.length > 0 ? FAILED : DONE;
  } finally {
    forget();
    await noir.close();
  }
}

async function makeResultFolder(out: string): Promise<void> {
  await makeFolder(out).catch((error) => {
    throw new UsageError(`--out ${out}: the folder cannot be made: ${describeFileError(error)}`);
  });
}

/** Of an empty text nobody knows what it was to be; as a folder it would be the current one. */
function refuseEmpty(words: readonly string[], out: string): void {
  if (out === '') throw new UsageError('--out is empty; is a variable unset? It takes a folder, such as .');
  if (words.includes('')) throw new UsageError('an argument is empty; is a variable unset?');
}

function report(summary: Summary, { json = false, quiet = false }: BatchOptions): void {
  for (const line of describeFailures(summary.failures)) process.stderr.write(`noir: ${printable(line)}\n`);
  if (!quiet) process.stderr.write(`noir: ${summarize(summary)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(summary, undefined, 2)}\n`);
}
