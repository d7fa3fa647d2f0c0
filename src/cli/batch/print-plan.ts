/** Prints what a batch would do, for `--dry-run`. */
import { join } from 'node:path';
import { printable } from '../printable.ts';
import { shownPath } from './names.ts';
import type { BatchPlan } from './plan.ts';
import { describeFailures } from './summary.ts';

interface Print {
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Prints the pictures with their results to stdout, and those that cannot be read to stderr. Returns whether there are any. */
export function printPlan(
  { tasks, skipped }: BatchPlan,
  { out, json = false, quiet = false }: Print,
): boolean {
  const toDo = tasks
    .filter(({ input }) => !input.problem)
    .map(({ input, paths }) => ({
      input: input.path,
      outputs: paths.map((path) => shownPath(join(out, path))),
    }));
  const failures = tasks.flatMap(({ input: { path, problem } }) => {
    return problem ? [{ input: path, ...problem }] : [];
  });
  const text = json
    ? `${JSON.stringify({ toDo, skipped, failures }, undefined, 2)}\n`
    : toDo
        .flatMap(({ input, outputs }) => outputs.map((output) => `${printable(`${input} -> ${output}`)}\n`))
        .join('');
  process.stdout.write(text);
  const counts = [
    `${toDo.length} to do`,
    `${skipped} there already`,
    ...(failures.length > 0 ? [`${failures.length} cannot be read`] : []),
  ];
  const end = quiet ? [] : [`${counts.join(', ')}; nothing was written`];
  for (const line of [...describeFailures(failures), ...end])
    process.stderr.write(`noir: ${printable(line)}\n`);
  return failures.length > 0;
}
