/** Plans a batch before anything is opened: what is to be done, what is there already, and what stands in the way. */
import { closeSync, openSync, readSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { FormatName } from '../../formats/format.ts';
import { findFormat, sniffFormat } from '../../formats/registry.ts';
import type { Recipe, Step } from '../../recipe/recipe.ts';
import { UsageError } from '../failure.ts';
import type { Input } from './inputs.ts';
import { type NameTemplate, type Result, shownPath } from './names.ts';
import { Present } from './present.ts';

/** A picture to process, and the paths of its results below the folder, with `UNKNOWN` for numbers that are not known. */
export interface Task {
  readonly input: Input;
  readonly paths: readonly string[];
}

export interface BatchPlan {
  readonly tasks: readonly Task[];
  /** How many pictures are left out because their results are there. */
  readonly skipped: number;
}

interface Wishes {
  readonly recipe: Recipe;
  readonly template: NameTemplate;
  readonly out: string;
  readonly resume?: boolean;
  readonly force?: boolean;
}

/**
 * Plans the batch. Throws `UsageError` when two results would have one name, and when results are there already and
 * neither `resume` nor `force` says what to do about them.
 */
export async function planBatch(inputs: readonly Input[], wishes: Wishes): Promise<BatchPlan> {
  const { recipe, template, out, resume = false, force = false } = wishes;
  const found = inputs.map((input) => ({
    input,
    paths: resultsOf(input, recipe).map((result) => template.pathOf(input, result)),
  }));
  // An earlier run may have written among the inputs.
  const tasks = resume ? withoutResults(found, out) : found;
  refuseSameNames(tasks, template);
  const present = await Present.read(
    out,
    tasks.flatMap(({ paths }) => paths),
  );
  const there = (path: string) => present.has(path);
  const left = resume ? tasks.filter(({ paths }) => !paths.every(there)) : tasks;
  if (!resume && !force) refusePresent(tasks.flatMap(({ paths }) => paths).filter(there), out);
  return { tasks: left, skipped: tasks.length - left.length };
}

/** What is known of an input's results without decoding it. */
function resultsOf(input: Input, { steps, output, outputs }: Recipe): Result[] {
  const stays = (outputs ?? [{ output }]).some(({ output: { format = 'auto' } }) => format === 'auto');
  const own = stays ? formatOf(input) : undefined;
  const known = (format: Recipe['output']['format']) => (format === 'auto' ? own : (format ?? own));
  if (!outputs) return [{ format: reports(steps) ? 'json' : known(output.format) }];
  return outputs.map((branch) => ({
    output: branch.name,
    format: reports(branch.steps) ? 'json' : known(branch.output.format),
  }));
}

/** The format of a file by its first bytes, whatever its ending says; by its ending when it cannot be read. */
function formatOf({ path, problem }: Input): FormatName | undefined {
  const sniffed = problem ? undefined : sniffFormat(readHead(path));
  return (sniffed ?? findFormat(path.slice(path.lastIndexOf('.') + 1)))?.name;
}

/** Bytes by which every format is recognised. */
const HEAD = 512;

function readHead(path: string): Uint8Array {
  const head = new Uint8Array(HEAD);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return head.subarray(0, readSync(file, head));
  } catch {
    // The reason is told when it is the picture's turn.
    return head.subarray(0, 0);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Whether the last step answers JSON. */
function reports(steps: readonly Step[]): boolean {
  return steps.at(-1)?.op.report !== undefined;
}

/** The tasks whose input is not a result of another one. */
function withoutResults(tasks: readonly Task[], out: string): readonly Task[] {
  const inputs = new Present(tasks.map(({ input }) => relative(out, input.path)));
  const results = new Set<string>();
  for (const { input, paths } of tasks) {
    const own = relative(out, input.path);
    for (const path of paths.flatMap((each) => inputs.matching(each))) if (path !== own) results.add(path);
  }
  return tasks.filter(({ input }) => !results.has(relative(out, input.path)));
}

/** Some file systems take names that differ in case only for the same. */
function refuseSameNames(tasks: readonly Task[], template: NameTemplate): void {
  const owners = new Map<string, Owner>();
  for (const { input, paths } of tasks) {
    for (const path of paths) {
      const key = path.toLowerCase();
      const other = owners.get(key);
      if (other) throw new UsageError(describeClash(other, { input: input.path, path }, template));
      owners.set(key, { input: input.path, path });
    }
  }
}

interface Owner {
  readonly input: string;
  readonly path: string;
}

function describeClash(one: Owner, other: Owner, template: NameTemplate): string {
  const become =
    one.path === other.path
      ? `would both become ${shownPath(one.path)}`
      : `would become ${shownPath(one.path)} and ${shownPath(other.path)}, which many disks take for one name`;
  return `${one.input} and ${other.input} ${become}; ${howToTellApart(one.input, other.input, template)}`;
}

function howToTellApart(one: string, other: string, template: NameTemplate): string {
  if (basename(one).toLowerCase() !== basename(other).toLowerCase() && !template.has('file'))
    return "{file} keeps their endings: --name '{dir}/{file}.{ext}'";
  if (!template.has('dir')) return '{dir} in --name keeps their folders';
  // Folders are kept below each one that was named.
  return dirname(one) === dirname(other) ? 'rename one' : 'name the folder above both in place of each';
}

function refusePresent([path, ...others]: readonly string[], out: string): void {
  if (path === undefined) return;
  const first = shownPath(join(out, path));
  const [what, them] =
    others.length === 0
      ? [`${first} is`, 'it']
      : [`${others.length + 1} results, such as ${first}, are`, 'them'];
  throw new UsageError(`${what} there already; --resume leaves ${them} out, --force writes over ${them}`);
}
