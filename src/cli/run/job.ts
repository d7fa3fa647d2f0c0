/** `noir run`: one picture from a file, through the ops, into a file. */
import type { Limits } from '../../core/limits.ts';
import { encodedOf } from '../../engine/encoded.ts';
import { fileNames, findOnDisk, gatherFiles } from '../../engine/files.ts';
import { expectDone, makeJob } from '../../engine/job.ts';
import { createNoir, type Noir } from '../../noir.ts';
import type { Op } from '../../ops/op.ts';
import { findOp } from '../../ops/registry.ts';
import { parseOps } from '../../recipe/grammar.ts';
import { parseRecipe, type Recipe } from '../../recipe/recipe.ts';
import type { EngineOptions } from '../../settings.ts';
import { readLimits } from '../limits.ts';
import { nameFile } from '../picture-error.ts';
import { readSettings } from '../settings.ts';
import { encodeFileNames } from './file-names.ts';
import { settleFormat } from './format.ts';
import { readPicture } from './input.ts';
import { openOutput } from './output.ts';
import { describeRun, summarise } from './summary.ts';

export interface RunOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
  /** Whether the output may be one of the files that are read. */
  readonly force?: boolean;
  /** Limits such as `side=100000`. */
  readonly limit?: readonly string[];
}

/** The arguments of `noir run`. */
export interface Job {
  readonly input: string;
  readonly ops: string;
  readonly output: string;
}

/** Runs one picture through the ops. Whatever the user can get wrong is found before anything is opened. */
export async function runJob({ input, ops, output }: Job, options: RunOptions): Promise<void> {
  const begun = performance.now();
  const limits = await readLimits(options.limit);
  const recipe = readRecipe({ input, ops, output }, limits);
  const settings = await readSettings(options);
  const read = options.force ? [] : [input, ...fileNames(recipe)];
  const target = await openOutput(output, { isText: reportOf(recipe) !== undefined, read });
  const bytes = await readPicture(input);
  const opening = performance.now();
  const noir = await openNoir({ ...settings, limits }, options);
  try {
    const opened = performance.now();
    const encoded = await runIn(noir, bytes, recipe).catch((error) => {
      throw nameFile(error, input);
    });
    const finished = performance.now();
    await target.write(encoded.data);
    const write = performance.now() - finished;
    const timings = { read: opening - begun, open: opened - opening, ...encoded.timings, write };
    if (options.json)
      process.stdout.write(`${JSON.stringify(summarise({ input, output, encoded, timings }))}\n`);
    if (options.quiet || options.json) return;
    const status = noir.runner.status();
    const done = { input, bytes, output, encoded, timings };
    const lines = describeRun({ ...done, limits, reading: recipe.input, status });
    const notes = encoded.notes.map((note) => `noir: note: ${note}`);
    const shown = [...lines.slice(0, options.verbose ? undefined : 1), ...notes];
    process.stderr.write(`${shown.join('\n')}\n`);
  } finally {
    await noir.close();
  }
}

async function runIn({ runner }: Noir, bytes: Uint8Array, recipe: Recipe) {
  const files = await gatherFiles(recipe, findOnDisk);
  const input = { kind: 'bytes', bytes } as const;
  return encodedOf(expectDone(await runner.run(makeJob({ input, recipe, files }))));
}

function readRecipe({ ops, output }: Job, limits: Limits): Recipe {
  const draft = parseOps(encodeFileNames(ops));
  // The last op decides which endings are possible. `parseRecipe` finds the faults of that op.
  const report = reportOf({ steps: (draft.steps as { op: string }[]).map(({ op }) => ({ op: findOp(op) })) });
  const goal = { path: output, report, withoutOps: ops === '' };
  return parseRecipe({ ...draft, output: settleFormat(draft.output, goal) }, limits);
}

/** The name of the op at the end that answers JSON. */
function reportOf({
  steps,
}: {
  readonly steps: readonly { readonly op: Op | undefined }[];
}): string | undefined {
  const last = steps.at(-1)?.op;
  return last?.report && last.name;
}

function openNoir(settings: EngineOptions, { quiet }: RunOptions): Promise<Noir> {
  return createNoir({
    ...settings,
    onFailure: (backend, error) => {
      if (!quiet) process.stderr.write(`noir: ${backend} failed, the next one takes over: ${error}\n`);
    },
  });
}
