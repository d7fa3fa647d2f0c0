import { extname } from 'node:path';
import { NoirError } from '../../core/errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../../core/limits.ts';
import { encodedOf } from '../../engine/encoded.ts';
import { findOnDisk, gatherFiles } from '../../engine/files.ts';
import { expectDone, makeJob } from '../../engine/job.ts';
import { formatNames } from '../../formats/registry.ts';
import { createNoir, type Noir } from '../../noir.ts';
import { parseOps } from '../../recipe/grammar.ts';
import { parseRecipe, type Recipe } from '../../recipe/recipe.ts';
import type { EngineOptions } from '../../settings.ts';
import { UsageError } from '../failure.ts';
import { readSettings } from '../settings.ts';
import { settleFormat } from './format.ts';
import { readPicture } from './input.ts';
import { openOutput } from './output.ts';
import { describeRun } from './summary.ts';

export interface RunOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

interface Job {
  readonly input: string;
  readonly ops: string;
  readonly output: string;
}

/** The default limits guard a server from strangers; these only keep a damaged header from taking all memory. */
export const LOCAL_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  pixels: 400e6,
  side: 65_535,
  imageBytes: 2 ** 31,
  totalBytes: 2 ** 32,
};

/** Runs one picture through the ops. Whatever the user can get wrong is found before anything is opened. */
export async function runJob({ input, ops, output }: Job, options: RunOptions): Promise<void> {
  const begun = performance.now();
  const draft = parseOps(ops);
  const settled = { ...draft, output: settleFormat(draft.output, output, ops === '') };
  const recipe = parseRecipe(settled, LOCAL_LIMITS);
  checkEnding(output, recipe);
  const settings = await readSettings();
  const target = await openOutput(output, endsInReport(recipe));
  const bytes = await readPicture(input);
  const read = performance.now();
  const noir = await openNoir(settings, options);
  try {
    const opened = performance.now();
    const encoded = await runIn(noir, bytes, recipe).catch((error) => {
      throw explain(error, input);
    });
    const finished = performance.now();
    await target.write(encoded.data);
    if (options.quiet) return;
    const write = performance.now() - finished;
    const timings = { read: read - begun, open: opened - read, ...encoded.timings, write };
    const status = noir.runner.status();
    const lines = describeRun({ input, bytes, output, limits: LOCAL_LIMITS, encoded, timings, status });
    process.stderr.write(`${lines.slice(0, options.verbose ? undefined : 1).join('\n')}\n`);
  } finally {
    await noir.close();
  }
}

async function runIn({ runner }: Noir, bytes: Uint8Array, recipe: Recipe) {
  const files = await gatherFiles(recipe, findOnDisk);
  const input = { kind: 'bytes', bytes } as const;
  return encodedOf(expectDone(await runner.run(makeJob({ input, recipe, files }))));
}

function endsInReport({ steps }: Recipe): boolean {
  return steps.at(-1)?.op.report !== undefined;
}

/** JSON goes into a file that says so, and a picture does not. */
function checkEnding(output: string, recipe: Recipe): void {
  const ending = extname(output);
  const last = recipe.steps.at(-1)?.op.name;
  if (endsInReport(recipe) && output !== '-' && ending !== '.json') {
    throw new UsageError(`${last} answers JSON; write it to a .json file or to -`);
  }
  if (!endsInReport(recipe) && ending === '.json') {
    throw new UsageError(`${output}: only a step such as stats at the end answers JSON`);
  }
}

function openNoir(settings: EngineOptions, { quiet }: RunOptions): Promise<Noir> {
  return createNoir({
    ...settings,
    limits: LOCAL_LIMITS,
    onFailure: (backend, error) => {
      if (!quiet) process.stderr.write(`noir: ${backend} failed, the next one takes over: ${error}\n`);
    },
  });
}

/** Puts the file's name in front of what is wrong with the file. */
function explain(error: unknown, input: string): unknown {
  if (!(error instanceof NoirError) || error.errors.length > 0 || error.status >= 500) return error;
  const name = input === '-' ? 'stdin' : input;
  if (error.code === 'unsupported-format') {
    const known = formatNames.join(', ');
    return new NoirError(error.code, `${name} is no picture that Noir reads; it reads ${known}`, {
      cause: error,
    });
  }
  return new NoirError(error.code, `${name}: ${error.message}`, { cause: error });
}
